// The worker threads: every piece runs once, steps keep their order, jobs may nest and run beside each other. A
// program of its own, so that it is built in a second under a thread sanitizer. Exits with 1 after a mistake.

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "ckernels_threads.h"

enum { pieces = 1000, steps = 7, shares = 4, width = 64, repeats = 200, callers = 3 };

static void count_piece(void *context, int64_t index) { ((int32_t *)context)[index]++; }

static void count_row(void *context, int64_t index) {
  ck_parallel_for(width, count_piece, (int32_t *)context + index * width);
}

// Each share adds up what all shares of the step before wrote: wrong if one of them is still missing.
static void add_previous(void *context, int64_t step, int32_t share) {
  int64_t(*values)[shares] = context;
  int64_t sum = share;
  for (int i = 0; i < shares; i++) sum += step > 0 ? values[step - 1][i] : 1;
  values[step][share] = sum;
}

static int is_one_each(const int32_t *counts, int count) {
  for (int i = 0; i < count; i++)
    if (counts[i] != 1) return 0;
  return 1;
}

// What one caller does; how many of its results are wrong.
static void *run_jobs(void *unused) {
  (void)unused;
  intptr_t mistakes = 0;
  for (int repeat = 0; repeat < repeats; repeat++) {
    int32_t counts[pieces] = {0};
    ck_parallel_for(pieces, count_piece, counts);
    mistakes += !is_one_each(counts, pieces);

    memset(counts, 0, sizeof counts);
    ck_parallel_for(pieces / width, count_row, counts);
    mistakes += !is_one_each(counts, pieces / width * width);

    int64_t expected[steps][shares], values[steps][shares];
    for (int step = 0; step < steps; step++)
      for (int share = 0; share < shares; share++) add_previous(expected, step, share);
    ck_parallel_steps(steps, shares, add_previous, values);
    mistakes += memcmp(expected, values, sizeof values) != 0;
  }
  return (void *)mistakes;
}

// With one caller the workers are its own; of several, one has them and the others work alone.
static intptr_t run_callers(int count) {
  pthread_t threads[callers];
  intptr_t mistakes = 0;
  for (int i = 0; i < count; i++) pthread_create(&threads[i], NULL, run_jobs, NULL);
  for (int i = 0; i < count; i++) {
    void *result;
    pthread_join(threads[i], &result);
    mistakes += (intptr_t)result;
  }
  return mistakes;
}

int main(void) {
  intptr_t mistakes = 0;
  for (int count = 1; count <= 4; count++) {
    ck_set_thread_count(count);
    mistakes += run_callers(1) + run_callers(callers);
  }
  printf("threads: %s\n", mistakes ? "WRONG" : "every piece once, every step in order");
  return mistakes > 0;
}
