// What a worker process asks of the system and Swift cannot say. No policy: the caller names what stays.
//
// Only Linux can take things away without special rights. Elsewhere, and on kernels without the feature, the
// functions say so and change nothing. What is taken is gone for good, also for threads and children made
// later: call these before a second thread exists.

#ifndef CWORKER_H
#define CWORKER_H

#include <stddef.h>

// What a call achieved, as bits.
enum {
  CW_FILES = 1,      // only the named files and folders can be opened
  CW_NETWORK = 2,    // no socket can be made
  CW_PROCESSES = 4,  // no process can be started, looked into or signaled
};

// Ends this process when its parent ends. Returns 0, or -1 where the system cannot.
int cw_die_with_parent(void);

// Takes away all files but the named ones (Landlock): `readable` can be read and mapped, `writable` can also be
// changed. Each may be a file or a folder; one that does not exist is passed over. Returns CW_FILES or 0.
int cw_keep_only_files(const char *const *readable, size_t readable_count, const char *const *writable,
                        size_t writable_count);

// Takes away sockets, processes and power over others (seccomp). A forbidden call writes the event
// `{"forbidden":{"what":"..."}}` and a line's end to `descriptor` and ends the process with `status`.
// Returns the bits of what was taken away.
int cw_forbid_calls(int descriptor, int status);

// Has the signals of a crash report where it happened: the event `{"crashed":{"frames":[...]}}` and a line's end,
// written to `descriptor`, with the return addresses inside the loaded library that holds `address`, innermost
// first, as offsets from where the library begins. The process then ends by the signal, as it would have.
// Returns 0, or -1 where the system cannot.
int cw_report_crashes(int descriptor, const void *address);

// The file of the loaded library that holds `address`; NULL if none does.
const char *cw_library_path(const void *address);

#endif
