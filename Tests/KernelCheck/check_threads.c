// The worker threads: every piece runs once, and steps keep their order. Best run under a thread sanitizer.

#include "kernel_check.h"

#include <string.h>

#include "CKernels.h"

enum { pieces = 1000, steps = 7, shares = 4, width = 64 };

static void count_piece(void *context, int64_t index) { ((int32_t *)context)[index]++; }

// Each share adds up what all shares of the step before wrote: wrong if one of them is still missing.
static void add_previous(void *context, int64_t step, int32_t share) {
  int64_t(*values)[shares] = context;
  int64_t sum = share;
  for (int i = 0; i < shares; i++) sum += step > 0 ? values[step - 1][i] : 1;
  values[step][share] = sum;
}

static void try_inner(void *context, int64_t index) { ck_parallel_for(width, count_piece, (int32_t *)context + index * width); }

void check_threads(void) {
  const int32_t threads = ck_thread_count();
  int32_t ones[pieces];
  for (int i = 0; i < pieces; i++) ones[i] = 1;
  for (int count = 1; count <= 4; count++) {
    ck_set_thread_count(count);
    for (int repeat = 0; repeat < 200; repeat++) {
      int32_t counts[pieces] = {0};
      int64_t expected[steps][shares], values[steps][shares];
      ck_parallel_for(pieces, count_piece, counts);
      check_bytes("each piece once", ones, counts, sizeof counts);
      memset(counts, 0, sizeof counts);
      ck_parallel_for(pieces / width, try_inner, counts);
      check_bytes("a job inside a job", ones, counts, pieces / width * width * sizeof(int32_t));
      for (int step = 0; step < steps; step++)
        for (int share = 0; share < shares; share++) add_previous(expected, step, share);
      ck_parallel_steps(steps, shares, add_previous, values);
      check_bytes("steps in order", expected, values, sizeof values);
    }
  }
  ck_set_thread_count(threads);
  check_report("threads", "-");
}
