#ifndef FLOAT_TABLES_H
#define FLOAT_TABLES_H

#include "ckernels_float.h"
#include "ckernels_hash.h"

// One table for each instruction set; each file beside this one fills one.
extern const ck_float_kernels ck_float_reference;
extern const ck_float_kernels ck_float_portable;
extern const ck_float_kernels ck_float_avx2;
extern const ck_float_kernels ck_float_avx512;

#endif
