// 16 floats a vector.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma"))), apply_to = function)
#define CK_LANES 16
#define CK_TABLE ck_depthwise_avx512
#include "depthwise_vector.h"
#pragma clang attribute pop
#endif
