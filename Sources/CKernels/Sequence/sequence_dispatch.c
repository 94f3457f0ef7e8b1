#include "sequence_tables.h"

const ck_sequence_kernels *ck_sequence_kernels_for(ck_isa isa) {
  switch (isa) {
    case CK_ISA_REFERENCE: return &ck_sequence_reference;
    case CK_ISA_PORTABLE: return &ck_sequence_portable;
#if defined(__x86_64__)
    case CK_ISA_AVX2: return &ck_sequence_avx2;
    case CK_ISA_AVX512: return &ck_sequence_avx512;
#endif
    default: return &ck_sequence_portable;
  }
}
