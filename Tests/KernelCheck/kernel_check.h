#ifndef KERNEL_CHECK_H
#define KERNEL_CHECK_H

#include <stddef.h>
#include <stdint.h>

// Numbers that are the same on every machine.
static inline uint32_t next_random(uint32_t *state) { return *state = *state * 1664525u + 1013904223u; }

static inline int random_below(uint32_t *state, int count) { return (int)((next_random(state) >> 8) % (uint32_t)count); }

// In -1 ..< 1.
static inline float random_real(uint32_t *state) { return (float)(next_random(state) >> 8) / 8388608.0f - 1.0f; }

// `count` bytes at a multiple of 64, so long that a sanitizer sees any access beyond them.
void *check_allocate(size_t count);

// Counts what was compared, and says what differs.
void check_floats(const char *what, const float *expected, const float *actual, size_t count);
void check_bytes(const char *what, const void *expected, const void *actual, size_t count);

// Each checks one family on every instruction set, and prints a line for each kernel and set.
void check_convolutions(void);
void check_threads(void);

// Ends a kernel's line.
void check_report(const char *kernel, const char *set);

#endif
