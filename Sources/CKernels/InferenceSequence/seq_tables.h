#ifndef SEQ_TABLES_H
#define SEQ_TABLES_H

#include "ckernels_infer_seq.h"

extern const ck_infer_seq_kernels ck_infer_seq_reference;
extern const ck_infer_seq_kernels ck_infer_seq_portable;
#if defined(__x86_64__)
extern const ck_infer_seq_kernels ck_infer_seq_avx2;
extern const ck_infer_seq_kernels ck_infer_seq_avx512;
#endif

#endif
