#ifndef CKERNELS_DISPATCH_H
#define CKERNELS_DISPATCH_H

// The instruction sets for which kernels were compiled into this program.
typedef enum ck_isa {
  CK_ISA_REFERENCE = 0,  // plain loops: the oracle
  CK_ISA_PORTABLE = 1,   // 16-byte vectors: SSE2 on x86-64, NEON on arm64
  CK_ISA_AVX2 = 2,       // AVX2 and FMA
} ck_isa;

// The best set that this processor runs.
ck_isa ck_best_isa(void);

#endif
