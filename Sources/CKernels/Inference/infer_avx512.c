// Inference kernels on 64-byte vectors: AVX-512 with VNNI.

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "infer_tables.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma"))), \
                             apply_to = function)

#define VECTOR_BYTES 64
#define TABLE ck_infer_avx512
#include "infer_vector.h"

#pragma clang attribute pop

#endif
