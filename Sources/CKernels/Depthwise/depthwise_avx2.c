// 8 floats a vector, with fused multiply-add.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CK_LANES 8
#define CK_TABLE ck_depthwise_avx2
#include "depthwise_vector.h"
#pragma clang attribute pop
#endif
