// Files, with Landlock: Documentation/userspace-api/landlock.rst of the Linux kernel.

#define _GNU_SOURCE
#include "CWorker.h"

#ifdef __linux__

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The interface is written out because headers are often older than the kernel.
enum { SYSCALL_CREATE_RULESET = 444, SYSCALL_ADD_RULE = 445, SYSCALL_RESTRICT_SELF = 446 };

struct ruleset_attribute {
  uint64_t handled_access_fs;
  uint64_t handled_access_net;  // since version 4
  uint64_t scoped;              // since version 6
};

struct path_beneath_attribute {
  uint64_t allowed_access;
  int32_t parent_fd;
} __attribute__((packed));

enum { CREATE_RULESET_VERSION = 1, RULE_PATH_BENEATH = 1 };

// Rights, in the order of their bits: execute, write, read file, read folder, remove folder, remove file, make
// character device, folder, file, socket, fifo, block device, symbolic link; refer (version 2); truncate (3);
// ioctl of devices (5).
enum {
  EXECUTE = 1 << 0,
  WRITE_FILE = 1 << 1,
  READ_FILE = 1 << 2,
  READ_FOLDER = 1 << 3,
  TRUNCATE = 1 << 14,
  READ = EXECUTE | READ_FILE | READ_FOLDER,
  // What can be said of a file that is no folder.
  OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE,
  ALL_OF_VERSION_1 = (1 << 13) - 1,
  ALL_OF_VERSION_2 = (1 << 14) - 1,
  ALL_OF_VERSION_3 = (1 << 15) - 1,
  ALL_OF_VERSION_5 = (1 << 16) - 1,
  BIND_AND_CONNECT_TCP = 3,
  ABSTRACT_SOCKETS_AND_SIGNALS = 3,
};

static uint64_t all_rights(long version) {
  if (version >= 5) return ALL_OF_VERSION_5;
  if (version >= 3) return ALL_OF_VERSION_3;
  return version == 2 ? ALL_OF_VERSION_2 : ALL_OF_VERSION_1;
}

// Lets a path keep some rights; false if the kernel refuses what exists.
static bool keep(int ruleset, const char *path, uint64_t rights) {
  int place = open(path, O_PATH | O_CLOEXEC);
  if (place < 0) return true;
  struct stat information;
  if (fstat(place, &information) == 0 && !S_ISDIR(information.st_mode)) rights &= OF_FILES;
  struct path_beneath_attribute rule = {.allowed_access = rights, .parent_fd = place};
  bool is_kept = syscall(SYSCALL_ADD_RULE, ruleset, RULE_PATH_BENEATH, &rule, 0) == 0;
  close(place);
  return is_kept;
}

int cw_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, 9, 0, 0, 0); }

int cw_keep_only_files(const char *const *readable, size_t readable_count, const char *const *writable,
                        size_t writable_count) {
  long version = syscall(SYSCALL_CREATE_RULESET, NULL, 0, CREATE_RULESET_VERSION);
  // Without truncation (version 3) a file that must stay could still be emptied.
  if (version < 3) return 0;
  uint64_t all = all_rights(version);
  struct ruleset_attribute attribute = {.handled_access_fs = all};
  if (version >= 4) attribute.handled_access_net = BIND_AND_CONNECT_TCP;
  if (version >= 6) attribute.scoped = ABSTRACT_SOCKETS_AND_SIGNALS;
  size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  int ruleset = (int)syscall(SYSCALL_CREATE_RULESET, &attribute, size, 0);
  if (ruleset < 0) return 0;

  bool is_complete = true;
  for (size_t i = 0; i < readable_count; i++) is_complete &= keep(ruleset, readable[i], READ);
  for (size_t i = 0; i < writable_count; i++) is_complete &= keep(ruleset, writable[i], all);
  bool is_restricted = is_complete && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                       syscall(SYSCALL_RESTRICT_SELF, ruleset, 0) == 0;
  close(ruleset);
  return is_restricted ? CW_FILES : 0;
}

#else

int cw_die_with_parent(void) { return -1; }

int cw_keep_only_files(const char *const *readable, size_t readable_count, const char *const *writable,
                        size_t writable_count) {
  (void)readable, (void)readable_count, (void)writable, (void)writable_count;
  return 0;
}

#endif
