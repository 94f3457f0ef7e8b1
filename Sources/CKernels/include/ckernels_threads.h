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

// One share of one step.
typedef void (*ck_step_body)(void *context, int64_t step, int32_t share);

// Calls `body` for each of 0..<shares of step 0, then for each share of step 1, and so on: no call begins before
// those of the step before have returned. One fork and one join serve all steps; between them the threads meet
// spinning. A thread that comes late joins at the step that is under way, so nobody waits for it.
void ck_parallel_steps(int64_t steps, int32_t shares, ck_step_body body, void *context);

// How many threads, the caller included, share a job. At first: the processors that are online.
int32_t ck_thread_count(void);

// Changes that number; it is brought into 1...64.
void ck_set_thread_count(int32_t count);

#endif
