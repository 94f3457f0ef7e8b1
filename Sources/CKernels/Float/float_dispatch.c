#include "float_tables.h"

const ck_float_kernels *ck_float_kernels_for(ck_isa isa) {
  switch (isa) {
    case CK_ISA_REFERENCE: return &ck_float_reference;
    case CK_ISA_PORTABLE: return &ck_float_portable;
#if defined(__x86_64__)
    case CK_ISA_AVX2: return &ck_float_avx2;
    case CK_ISA_AVX512: return &ck_float_avx512;
#endif
    default: return &ck_float_portable;
  }
}
