// Kernels for sequences on 32-byte vectors: AVX2 and FMA.

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "seq_tables.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define VECTOR_BYTES 32
#define TABLE ck_infer_seq_avx2
#define ADD_PAIRS(sum, pairs, weight) \
  ((sum) + (ints)_mm256_madd_epi16((__m256i)(pairs), (__m256i)(weight)))
#include "seq_vector.h"

#pragma clang attribute pop

#endif
