// Inference kernels on 64-byte vectors: AVX-512 with VNNI.

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "infer_tables.h"

#if !defined(CK_EMULATE_AVX512)  // a build for tests: the same source on any processor
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma"))), \
                             apply_to = function)
#endif

#define VECTOR_BYTES 64
#define TABLE ck_infer_avx512
#include "infer_vector.h"

#if !defined(CK_EMULATE_AVX512)
#pragma clang attribute pop
#endif

#endif
