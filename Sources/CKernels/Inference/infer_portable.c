// Inference kernels on 16-byte vectors: SSE2 on x86-64, NEON on arm64.

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_FEATURE_DOTPROD)
#include <arm_neon.h>
#endif

#define VECTOR_BYTES 16
#define TABLE ck_infer_portable
#include "infer_vector.h"
