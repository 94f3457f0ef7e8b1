// Inference kernels on 32-byte vectors: AVX2 and FMA.

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "infer_tables.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define VECTOR_BYTES 32
#define TABLE ck_infer_avx2
#include "infer_vector.h"

#pragma clang attribute pop

#endif
