#include "ckernels_threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

enum {
  max_threads = 64,
  // Turns of a waiting loop before a worker parks: some tens of microseconds, about the gap between two
  // parallel sections of a training step.
  spins_before_park = 2000,
  // The job accepts workers while this bit of `door` is set; the other bits count those inside.
  door_open = 1 << 16,
};

static struct {
  // The job. Written only while the door is shut and nobody is inside.
  ck_body body;
  void *context;
  int64_t count;
  _Alignas(64) atomic_llong next;  // the next piece that nobody has taken
  _Alignas(64) atomic_int door;
  _Alignas(64) atomic_uint generation;  // grows with every job: what waiting workers watch
  atomic_int parked;
  atomic_int threads;   // wanted, the caller included; 0 until first asked for
  int started;          // workers that exist; guarded by `owner`
  pthread_mutex_t owner;  // held by the thread whose job this is
  pthread_mutex_t sleep;
  pthread_cond_t wake;
} pool = {
    .owner = PTHREAD_MUTEX_INITIALIZER,
    .sleep = PTHREAD_MUTEX_INITIALIZER,
    .wake = PTHREAD_COND_INITIALIZER,
};

// Whether this thread is inside a body: jobs do not nest.
static _Thread_local bool inside_job;

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield");
#endif
}

static void work(void) {
  inside_job = true;
  for (;;) {
    int64_t index = atomic_fetch_add_explicit(&pool.next, 1, memory_order_relaxed);
    if (index >= pool.count) break;
    pool.body(pool.context, index);
  }
  inside_job = false;
}

// Enters the current job unless its door is shut already.
static bool enter(void) {
  int door = atomic_load(&pool.door);
  while (door & door_open)
    if (atomic_compare_exchange_weak(&pool.door, &door, door + 1)) return true;
  return false;
}

static unsigned await_job(unsigned seen) {
  for (int spin = 0; spin < spins_before_park; spin++) {
    unsigned generation = atomic_load(&pool.generation);
    if (generation != seen) return generation;
    pause_briefly();
  }
  pthread_mutex_lock(&pool.sleep);
  atomic_fetch_add(&pool.parked, 1);
  unsigned generation;
  while ((generation = atomic_load(&pool.generation)) == seen) pthread_cond_wait(&pool.wake, &pool.sleep);
  atomic_fetch_sub(&pool.parked, 1);
  pthread_mutex_unlock(&pool.sleep);
  return generation;
}

static void *worker(void *argument) {
  int rank = (int)(intptr_t)argument;  // 1...: the caller is 0
  unsigned seen = 0;
  for (;;) {
    seen = await_job(seen);
    // A worker that comes late finds the door shut; the job does not wait for it.
    if (rank < ck_thread_count() && enter()) {
      work();
      atomic_fetch_sub(&pool.door, 1);
    }
  }
  return NULL;
}

static void start_workers(int wanted) {
  while (pool.started < wanted) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, worker, (void *)(intptr_t)(pool.started + 1)) != 0) return;
    pthread_detach(thread);
    pool.started++;
  }
}

void ck_parallel_for(int64_t count, ck_body body, void *context) {
  int threads = ck_thread_count();
  if (count <= 1 || threads == 1 || inside_job || pthread_mutex_trylock(&pool.owner) != 0) {
    for (int64_t index = 0; index < count; index++) body(context, index);
    return;
  }
  start_workers(threads - 1);
  pool.body = body;
  pool.context = context;
  pool.count = count;
  atomic_store(&pool.next, 0);
  atomic_store(&pool.door, door_open);
  atomic_fetch_add(&pool.generation, 1);
  if (atomic_load(&pool.parked) > 0) {
    pthread_mutex_lock(&pool.sleep);
    pthread_cond_broadcast(&pool.wake);
    pthread_mutex_unlock(&pool.sleep);
  }
  work();
  atomic_fetch_sub(&pool.door, door_open);
  for (int spin = 0; atomic_load(&pool.door) != 0; spin++) {
    if (spin < spins_before_park) pause_briefly();
    else sched_yield();  // more threads than free processors: let them finish
  }
  pthread_mutex_unlock(&pool.owner);
}

typedef struct series {
  int64_t steps;
  int32_t shares;
  ck_step_body body;
  void *context;
  _Alignas(64) atomic_llong next;  // the next share that nobody has taken, counted over all steps
  _Alignas(64) atomic_llong done;  // how many have returned
} series;

// What a thread that has joined does. Shares are taken in order, so that those which a taker waits for are in the
// hands of threads that are running.
static void take_shares(void *context, int64_t index) {
  (void)index;
  series *s = context;
  for (;;) {
    const int64_t taken = atomic_fetch_add_explicit(&s->next, 1, memory_order_relaxed);
    if (taken >= s->steps * s->shares) return;
    const int64_t step = taken / s->shares;
    for (int spin = 0; atomic_load_explicit(&s->done, memory_order_acquire) < step * s->shares; spin++) {
      if (spin < spins_before_park) pause_briefly();
      else sched_yield();
    }
    s->body(s->context, step, (int32_t)(taken % s->shares));
    atomic_fetch_add_explicit(&s->done, 1, memory_order_release);
  }
}

void ck_parallel_steps(int64_t steps, int32_t shares, ck_step_body body, void *context) {
  series s = {.steps = steps, .shares = shares, .body = body, .context = context};
  ck_parallel_for(shares, take_shares, &s);
}

int32_t ck_thread_count(void) {
  int threads = atomic_load_explicit(&pool.threads, memory_order_relaxed);
  if (threads > 0) return threads;
  ck_set_thread_count((int32_t)sysconf(_SC_NPROCESSORS_ONLN));
  return atomic_load_explicit(&pool.threads, memory_order_relaxed);
}

void ck_set_thread_count(int32_t count) {
  if (count < 1) count = 1;
  if (count > max_threads) count = max_threads;
  atomic_store(&pool.threads, count);
}
