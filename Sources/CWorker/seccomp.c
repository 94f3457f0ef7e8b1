// System calls, with seccomp: seccomp(2), and Documentation/userspace-api/seccomp_filter.rst of the Linux kernel.

#define _GNU_SOURCE
#include "CWorker.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

// Calls that end the process; what is forbidden names them.
static const int network_calls[] = {SYS_socket};
static const int process_calls[] = {
#ifdef SYS_fork
    SYS_fork, SYS_vfork,
#endif
    SYS_execve, SYS_execveat,
};
static const int intrusive_calls[] = {
    SYS_ptrace,     SYS_process_vm_readv,  SYS_process_vm_writev, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo,
    SYS_pidfd_open, SYS_pidfd_send_signal, SYS_pidfd_getfd,       SYS_kcmp,            SYS_process_madvise,
};

// Calls that fail as if the user had no right to them: libraries can live with that, and a process that asks
// for nothing else is not hostile.
static const int refused_calls[] = {
#ifdef SYS_chmod
    SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat, SYS_mknod,
#endif
    // Landlock does not know them: they would reach files that can only be read.
    SYS_fchmod, SYS_fchmodat, 452 /* fchmodat2 */, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_setxattr,
    SYS_lsetxattr, SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr,
    // They reach other processes of the same user.
    SYS_setpriority, SYS_ioprio_set, SYS_sched_setscheduler, SYS_sched_setparam, SYS_sched_setattr,
    SYS_move_pages, SYS_migrate_pages, SYS_tkill, SYS_shmget, SYS_msgget, SYS_semget, SYS_mq_open,
    // Ways around this filter, into the kernel, or out of this program.
    SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register, SYS_unshare, SYS_setns, SYS_mount,
    SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_keyctl,
    SYS_add_key, SYS_request_key, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load,
    SYS_reboot, SYS_swapon, SYS_swapoff, SYS_settimeofday, SYS_clock_settime, SYS_sethostname,
    SYS_socketpair, SYS_open_by_handle_at, SYS_name_to_handle_at, SYS_fanotify_init, SYS_personality, SYS_syslog,
    // Memory that nobody counts.
    SYS_memfd_create,
};

enum { MAXIMUM_LENGTH = 256 };

typedef struct {
  struct sock_filter code[MAXIMUM_LENGTH];
  unsigned short count;
} program;

static void add(program *p, struct sock_filter instruction) {
  if (p->count < MAXIMUM_LENGTH) p->code[p->count++] = instruction;
}

static void load(program *p, size_t offset) {
  add(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offset));
}

static void finish(program *p, unsigned action) { add(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action)); }

// Passes over the next `count` instructions unless the loaded word equals `value`.
static void unless_equal(program *p, unsigned value, unsigned char count) {
  add(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count));
}

// The lower half of an argument; both architectures store it first.
static size_t argument(int index) { return offsetof(struct seccomp_data, args) + 8 * (size_t)index; }

static void each(program *p, const int *calls, size_t count, unsigned action) {
  for (size_t i = 0; i < count; i++) {
    unless_equal(p, (unsigned)calls[i], 1);
    finish(p, action);
  }
}

// Allows a call only if its first argument is this process, or 0 where `or_zero`.
static void only_self(program *p, int call, bool or_zero) {
  unless_equal(p, (unsigned)call, or_zero ? 6 : 4);
  load(p, argument(0));
  if (or_zero) {
    unless_equal(p, 0, 1);
    finish(p, SECCOMP_RET_ALLOW);
  }
  unless_equal(p, (unsigned)getpid(), 1);
  finish(p, SECCOMP_RET_ALLOW);
  finish(p, SECCOMP_RET_TRAP);
}

static int report_descriptor, exit_status;

static bool contains(const int *calls, size_t count, int call) {
  for (size_t i = 0; i < count; i++)
    if (calls[i] == call) return true;
  return false;
}

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static void report(int signal, siginfo_t *information, void *context) {
  (void)signal, (void)context;
  const char *line = "{\"forbidden\":{\"what\":\"look into or signal another process\"}}\n";
  if (contains(network_calls, COUNT(network_calls), information->si_syscall))
    line = "{\"forbidden\":{\"what\":\"open a network connection\"}}\n";
  else if (contains(process_calls, COUNT(process_calls), information->si_syscall) ||
           information->si_syscall == SYS_clone)
    line = "{\"forbidden\":{\"what\":\"start another process\"}}\n";
  // Who listens is told, or gone.
  if (write(report_descriptor, line, strlen(line)) < 0) _exit(exit_status);
  _exit(exit_status);
}

int cw_forbid_calls(int descriptor, int status) {
  program p = {.count = 0};
  load(&p, offsetof(struct seccomp_data, arch));
  unless_equal(&p, ARCHITECTURE, 1);
  add(&p, (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 1));
  finish(&p, SECCOMP_RET_KILL_PROCESS);
  load(&p, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
  // Calls of the x32 interface have other numbers for the same.
  add(&p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
  finish(&p, SECCOMP_RET_KILL_PROCESS);
#endif
  // The C library asks a local service for names of users, and does without; everything else is meant.
  unless_equal(&p, SYS_socket, 4);
  load(&p, argument(0));
  unless_equal(&p, AF_UNIX, 1);
  finish(&p, SECCOMP_RET_ERRNO | EPERM);
  finish(&p, SECCOMP_RET_TRAP);
  each(&p, process_calls, COUNT(process_calls), SECCOMP_RET_TRAP);
  each(&p, intrusive_calls, COUNT(intrusive_calls), SECCOMP_RET_TRAP);
  each(&p, refused_calls, COUNT(refused_calls), SECCOMP_RET_ERRNO | EPERM);
  // Its flags lie in memory, where no filter can see them; without it the C library uses clone.
  unless_equal(&p, SYS_clone3, 1);
  finish(&p, SECCOMP_RET_ERRNO | ENOSYS);
  // Threads yes, processes no.
  unless_equal(&p, SYS_clone, 4);
  load(&p, argument(0));
  add(&p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1));
  finish(&p, SECCOMP_RET_ALLOW);
  finish(&p, SECCOMP_RET_TRAP);
  // Signals to itself, as abort sends one; and its own limits.
  only_self(&p, SYS_kill, false);
  only_self(&p, SYS_tgkill, false);
  only_self(&p, SYS_prlimit64, true);
  // A descriptor can be told to signal others; and the death of the parent must stay the end.
  unless_equal(&p, SYS_fcntl, 5);
  load(&p, argument(1));
  unless_equal(&p, F_SETOWN, 1);
  finish(&p, SECCOMP_RET_ERRNO | EPERM);
  unless_equal(&p, 15 /* F_SETOWN_EX */, 1);
  finish(&p, SECCOMP_RET_ERRNO | EPERM);
  load(&p, offsetof(struct seccomp_data, nr));
  unless_equal(&p, SYS_prctl, 3);
  load(&p, argument(0));
  unless_equal(&p, PR_SET_PDEATHSIG, 1);
  finish(&p, SECCOMP_RET_ERRNO | EPERM);
  finish(&p, SECCOMP_RET_ALLOW);
  if (p.count == MAXIMUM_LENGTH) return 0;

  report_descriptor = descriptor;
  exit_status = status;
  struct sigaction action = {.sa_sigaction = report, .sa_flags = SA_SIGINFO};
  sigemptyset(&action.sa_mask);
  struct sock_fprog filter = {.len = p.count, .filter = p.code};
  bool is_active = sigaction(SIGSYS, &action, NULL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                   syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter) == 0;
  return is_active ? CW_NETWORK | CW_PROCESSES : 0;
}

#else

int cw_forbid_calls(int descriptor, int status) {
  (void)descriptor, (void)status;
  return 0;
}

#endif
