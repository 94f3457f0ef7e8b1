// Compares every kernel of every instruction set that this processor runs with its reference, at odd sizes.
//
//   clang -O1 -g -fsanitize=address,undefined -Wno-psabi -ISources/CKernels/include Tests/KernelCheck/*.c
//     $(find Sources/CKernels -name '*.c') -lm -lpthread -o kernel-check && ./kernel-check
//
// Plain C, so that it also runs under sanitizers, in emulators and on other processors. With
// -DCK_EMULATE_AVX512 the 64-byte kernels are compiled from the same source without their instructions, and are
// checked on any x86-64 processor. Integers must agree bit for bit, floats to a normalized mean squared error of
// 1e-10. Prints one line for each kernel, and exits with 1 after a mismatch.

#include "kernel_check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int cases, failures, all_failures;

void *check_allocate(size_t count) {
  void *memory = NULL;
  if (posix_memalign(&memory, 64, count ? count : 1) != 0) abort();
  return memory;
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
  if (!(error / power < 1e-10)) fail(what);
}

void check_bytes(const char *what, const void *expected, const void *actual, size_t count) {
  cases++;
  if (memcmp(expected, actual, count) != 0) fail(what);
}

void check_report(const char *kernel, const char *set) {
  printf("%-16s %-10s %5d cases %s\n", kernel, set, cases, failures ? "DIFFER" : "agree");
  all_failures += failures;
  cases = failures = 0;
}

int main(void) {
  check_threads();
  check_convolutions();
  return all_failures > 0;
}
