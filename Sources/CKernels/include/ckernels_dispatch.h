#ifndef CKERNELS_DISPATCH_H
#define CKERNELS_DISPATCH_H

// The instruction sets for which kernels were compiled into this program.
typedef enum ck_isa {
  CK_ISA_REFERENCE = 0,  // plain loops: the oracle
  CK_ISA_PORTABLE = 1,   // 16-byte vectors: SSE2 on x86-64, NEON on arm64
  CK_ISA_AVX2 = 2,       // 32-byte vectors: AVX2 and FMA
  CK_ISA_AVX512 = 3,     // 64-byte vectors: AVX-512 F, BW, DQ, VL and VNNI
} ck_isa;

// The best set that this processor runs.
ck_isa ck_best_isa(void);

#endif
