#ifndef KERNEL_CHECK_H
#define KERNEL_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include "ckernels_dispatch.h"

// Extents that leave vectors, panels and tiles unfilled.
enum { CHECK_SIZES = 9 };
extern const int check_sizes[CHECK_SIZES];

// Numbers that are the same on every machine.
static inline uint32_t next_random(uint32_t *state) { return *state = *state * 1664525u + 1013904223u; }

static inline int random_below(uint32_t *state, int count) {
  return (int)((next_random(state) >> 8) % (uint32_t)count);
}

// In -1 ..< 1.
static inline float random_real(uint32_t *state) { return (float)(next_random(state) >> 8) / 8388608.0f - 1.0f; }

static inline int random_size(uint32_t *state) { return check_sizes[random_below(state, CHECK_SIZES)]; }

// `count` bytes at a multiple of 64, until `check_release` frees all such memory. A sanitizer sees any access beyond
// them; floats in them that nobody has written are not numbers.
void *check_allocate(size_t count);
void check_release(void);

// Arrays of random numbers: reals in -range ..< range, all values of int8, and masks that leave out a third.
float *random_reals(size_t count, float range, uint32_t *state);
int8_t *random_bytes(size_t count, uint32_t *state);
int8_t *random_mask(size_t count, uint32_t *state);

// The same numbers as floats.
float *reals_of(const int8_t *values, size_t count);

// Counts what was compared, and says what differs.
void check_floats(const char *what, const float *expected, const float *actual, size_t count);
void check_bytes(const char *what, const void *expected, const void *actual, size_t count);

// Runs calls of a table of kernels `k` that write `count` numbers `y`, once for the table `reference` and once for
// `kernels`, which must be in scope, and compares.
#define CHECK_FLOATS(what, count, ...) CHECK_RESULTS(float, check_floats, what, count, __VA_ARGS__)
#define CHECK_INTEGERS(what, count, ...) CHECK_RESULTS(int8_t, check_bytes, what, count, __VA_ARGS__)
#define CHECK_RESULTS(type, compare, what, count, ...)              \
  do {                                                              \
    type *results[2];                                               \
    for (int side = 0; side < 2; side++) {                          \
      __typeof__(kernels) k = side ? kernels : reference;           \
      type *y = results[side] = check_allocate((count) * sizeof *y); \
      __VA_ARGS__;                                                  \
    }                                                               \
    compare(what, results[0], results[1], count);                   \
  } while (0)

// Ends the line of a kernel, or of several that belong together.
void check_report(const char *kernels);

// Each compares one family's kernels for an instruction set with their reference.
void check_products(ck_isa isa);
void check_float_kernels(ck_isa isa);
void check_depthwise(ck_isa isa);
void check_sequence(ck_isa isa);
void check_convolutions(ck_isa isa);
void check_recurrent(ck_isa isa);
void check_attention(ck_isa isa);
void check_elements(ck_isa isa);

#endif
