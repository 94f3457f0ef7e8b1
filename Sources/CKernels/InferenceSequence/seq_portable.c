// Kernels for sequences on 16-byte vectors: SSE2 on x86-64, NEON on arm64.

#define VECTOR_BYTES 16
#define TABLE ck_infer_seq_portable
#if defined(__SSE2__)
#include <emmintrin.h>
#define ADD_PAIRS(sum, pairs, weight) ((sum) + (ints)_mm_madd_epi16((__m128i)(pairs), (__m128i)(weight)))
#endif
#include "seq_vector.h"
