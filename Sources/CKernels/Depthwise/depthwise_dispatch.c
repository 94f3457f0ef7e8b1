#include "depthwise_tables.h"

const ck_depthwise_kernels *ck_depthwise_kernels_for(ck_isa isa) {
  switch (isa) {
    case CK_ISA_REFERENCE: return &ck_depthwise_reference;
    case CK_ISA_PORTABLE: return &ck_depthwise_portable;
#if defined(__x86_64__)
    case CK_ISA_AVX2: return &ck_depthwise_avx2;
    case CK_ISA_AVX512: return &ck_depthwise_avx512;
#endif
    default: return &ck_depthwise_portable;
  }
}
