// Kernels for sequences on 64-byte vectors: AVX-512 with VNNI.

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "seq_tables.h"

#if !defined(CK_EMULATE_AVX512)  // a build for tests: the same source on any processor
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma"))), \
                             apply_to = function)
#endif

#define VECTOR_BYTES 64
#define TABLE ck_infer_seq_avx512
#if !defined(CK_EMULATE_AVX512)
// Two products of 16-bit numbers and their sum in one instruction.
#define ADD_PAIRS(sum, pairs, weight) \
  ((ints)_mm512_dpwssd_epi32((__m512i)(sum), (__m512i)(pairs), (__m512i)(weight)))
#endif
#include "seq_vector.h"

#if !defined(CK_EMULATE_AVX512)
#pragma clang attribute pop
#endif

#endif
