#ifndef CKERNELS_THREADS_H
#define CKERNELS_THREADS_H

#include <stdint.h>

// A pool of worker threads that spin for some tens of microseconds before they park: the fork and join of
// a small job then costs about a microsecond instead of the tens that waking a sleeping thread costs.

// One piece of a job; pieces run in any order, on any thread, possibly at the same time.
typedef void (*ck_body)(void *context, int64_t index);

// Calls `body(context, i)` for each i in 0..<count and returns when all calls have returned.
// The caller works too. A call from inside a body, or while another thread's job has the workers, runs
// all of its pieces on the calling thread: correct, just not parallel.
void ck_parallel_for(int64_t count, ck_body body, void *context);

// How many threads, the caller included, share a job. At first: the processors that are online.
int32_t ck_thread_count(void);

// Changes that number; it is brought into 1...64.
void ck_set_thread_count(int32_t count);

#endif
