#ifndef INFER_TABLES_H
#define INFER_TABLES_H

#include "ckernels_infer.h"

extern const ck_infer_kernels ck_infer_reference;
extern const ck_infer_kernels ck_infer_portable;
#if defined(__x86_64__)
extern const ck_infer_kernels ck_infer_avx2;
extern const ck_infer_kernels ck_infer_avx512;
#endif

#endif
