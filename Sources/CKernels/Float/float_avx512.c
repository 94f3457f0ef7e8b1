// 16 floats a vector.
#if defined(__x86_64__)
#if !defined(CK_EMULATE_AVX512)  // a build for tests: the same source on any processor
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma"))), apply_to = function)
#endif
#define CK_LANES 16
#define CK_TABLE ck_float_avx512
#include "float_vector.h"
#if !defined(CK_EMULATE_AVX512)
#pragma clang attribute pop
#endif
#endif
