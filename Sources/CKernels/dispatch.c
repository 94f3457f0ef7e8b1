#include "ckernels_dispatch.h"

ck_isa ck_best_isa(void) {
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return CK_ISA_PORTABLE;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512vnni"))
    return CK_ISA_AVX512;
  return CK_ISA_AVX2;
#else
  return CK_ISA_PORTABLE;
#endif
}
