// Compares every kernel of every instruction set that this processor runs with its reference, at odd sizes.
//
//   kernel-check            all sets
//   kernel-check avx512     one of them
//
// Plain C, so that it also runs under sanitizers, in emulators and on other processors: .ci/kernels does all that. With
// -DCK_EMULATE_AVX512 the 64-byte kernels are compiled from the same source without their instructions, and are
// checked on any x86-64 processor. Integers must agree bit for bit, floats to a normalized mean squared error of 1e-9.
// Prints one line for each group of kernels, and exits with 1 after a mismatch.

#include "kernel_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const int check_sizes[CHECK_SIZES] = {1, 2, 3, 5, 7, 15, 17, 31, 33};

static const char *const set_names[] = {"reference", "portable", "avx2", "avx512"};

static const char *current_set;
static int cases, failures, all_failures;

static void *blocks[4096];
static int block_count;

void *check_allocate(size_t count) {
  void *memory = NULL;
  if (block_count == sizeof blocks / sizeof *blocks) abort();
  if (posix_memalign(&memory, 64, count ? count : 1) != 0) abort();
  blocks[block_count++] = memory;
  return memset(memory, 0xff, count);
}

void check_release(void) {
  while (block_count > 0) free(blocks[--block_count]);
}

float *random_reals(size_t count, float range, uint32_t *state) {
  float *result = check_allocate(count * sizeof(float));
  for (size_t i = 0; i < count; i++) result[i] = range * random_real(state);
  return result;
}

int8_t *random_bytes(size_t count, uint32_t *state) {
  int8_t *result = check_allocate(count);
  for (size_t i = 0; i < count; i++) result[i] = (int8_t)(random_below(state, 256) - 128);
  return result;
}

int8_t *random_mask(size_t count, uint32_t *state) {
  int8_t *result = check_allocate(count);
  for (size_t i = 0; i < count; i++) result[i] = random_below(state, 3) > 0;
  return result;
}

float *reals_of(const int8_t *values, size_t count) {
  float *result = check_allocate(count * sizeof(float));
  for (size_t i = 0; i < count; i++) result[i] = values[i];
  return result;
}

static void fail(const char *what) {
  if (failures++ < 5) printf("  differs: %s\n", what);
}

void check_floats(const char *what, const float *expected, const float *actual, size_t count) {
  double error = 0, power = 1e-30;
  for (size_t i = 0; i < count; i++) {
    const double difference = (double)expected[i] - actual[i];
    error += difference * difference;
    power += (double)expected[i] * expected[i];
  }
  cases++;
  if (!(error / power < 1e-9)) fail(what);
}

void check_bytes(const char *what, const void *expected, const void *actual, size_t count) {
  cases++;
  if (memcmp(expected, actual, count) != 0) fail(what);
}

void check_report(const char *kernels) {
  printf("%-9s %-24s %5d cases %s\n", current_set, kernels, cases, failures ? "DIFFER" : "agree");
  all_failures += failures;
  cases = failures = 0;
}

static ck_isa best_set(void) {
#if defined(CK_EMULATE_AVX512)
  return CK_ISA_AVX512;
#else
  return ck_best_isa();
#endif
}

static void check_set(ck_isa isa) {
  current_set = set_names[isa];
  check_products(isa);
  check_float_kernels(isa);
  check_depthwise(isa);
  check_sequence(isa);
  check_convolutions(isa);
  check_recurrent(isa);
  check_attention(isa);
  check_elements(isa);
}

int main(int count, char **arguments) {
  const char *wanted = count > 1 ? arguments[1] : NULL;
  int checked = 0;
  for (ck_isa isa = CK_ISA_PORTABLE; isa <= best_set(); isa++) {
    if (wanted && strcmp(wanted, set_names[isa]) != 0) continue;
    check_set(isa);
    checked++;
  }
  if (checked == 0) fprintf(stderr, "%s is not an instruction set that this processor runs\n", wanted);
  return checked == 0 || all_failures > 0;
}
