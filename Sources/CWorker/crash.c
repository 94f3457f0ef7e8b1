// Where a crash happened. What the handler calls is not all safe in a signal handler by the letter; the process is
// lost anyway, and whoever started it has a clock.

#define _GNU_SOURCE
#include "CWorker.h"

#include <dlfcn.h>

const char *cw_library_path(const void *address) {
  Dl_info information;
  return dladdr(address, &information) != 0 ? information.dli_fname : NULL;
}

#ifdef __linux__

#include <execinfo.h>
#include <link.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <ucontext.h>
#include <unistd.h>

enum { MAXIMUM_FRAMES = 64 };

static const int crash_signals[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
enum { SIGNAL_COUNT = sizeof crash_signals / sizeof crash_signals[0] };

static int report_descriptor;
// The library: where its offsets count from, and the addresses of its code.
static uintptr_t library_base, code_start, code_end;

// A stack of its own: an endless recursion leaves none.
static char handler_stack[128 << 10];

static uintptr_t interrupted_at(const void *context) {
  const mcontext_t *state = &((const ucontext_t *)context)->uc_mcontext;
#if defined(__x86_64__)
  return (uintptr_t)state->gregs[REG_RIP];
#elif defined(__aarch64__)
  return state->pc;
#else
  (void)state;
  return 0;
#endif
}

static void report(int number, siginfo_t *information, void *context) {
  (void)information;
  void *frames[MAXIMUM_FRAMES];
  int count = backtrace(frames, MAXIMUM_FRAMES);
  char line[64 + 24 * MAXIMUM_FRAMES];
  int length = snprintf(line, sizeof line, "{\"crashed\":{\"frames\":[");
  const char *separator = "";
  for (int i = 0; i < count; i++) {
    uintptr_t frame = (uintptr_t)frames[i];
    // A return address belongs to the call before it; that of the crash itself is no return address.
    if (frame != interrupted_at(context)) frame--;
    if (frame < code_start || frame >= code_end) continue;
    length += snprintf(line + length, sizeof line - (size_t)length, "%s%lu", separator,
                       (unsigned long)(frame - library_base));
    separator = ",";
  }
  length += snprintf(line + length, sizeof line - (size_t)length, "]}}\n");
  // Handlers were reset on entry: a failure here, or the signal sent again, ends the process.
  if (write(report_descriptor, line, (size_t)length) < 0) _exit(128 + number);
  raise(number);
}

static int find_library(struct dl_phdr_info *library, size_t size, void *address) {
  (void)size;
  for (int i = 0; i < library->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &library->dlpi_phdr[i];
    uintptr_t start = library->dlpi_addr + segment->p_vaddr;
    if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X)) continue;
    if ((uintptr_t)address < start || (uintptr_t)address >= start + segment->p_memsz) continue;
    library_base = library->dlpi_addr;
    code_start = start;
    code_end = start + segment->p_memsz;
    return 1;
  }
  return 0;
}

int cw_report_crashes(int descriptor, const void *address) {
  if (dl_iterate_phdr(find_library, (void *)address) == 0) return -1;
  report_descriptor = descriptor;
  // The first call loads the unwinder, for which a handler is no place.
  void *frame;
  backtrace(&frame, 1);
  stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
  if (sigaltstack(&stack, NULL) != 0) return -1;
  struct sigaction action = {.sa_sigaction = report, .sa_flags = SA_SIGINFO | SA_ONSTACK | (int)SA_RESETHAND};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < SIGNAL_COUNT; i++) {
    if (sigaction(crash_signals[i], &action, NULL) != 0) return -1;
  }
  return 0;
}

#else

int cw_report_crashes(int descriptor, const void *address) {
  (void)descriptor, (void)address;
  return -1;
}

#endif
