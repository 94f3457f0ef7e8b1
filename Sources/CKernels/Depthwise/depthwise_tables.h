#ifndef DEPTHWISE_TABLES_H
#define DEPTHWISE_TABLES_H

#include "ckernels_depthwise.h"

// One table for each instruction set; each file beside this one fills one.
extern const ck_depthwise_kernels ck_depthwise_reference;
extern const ck_depthwise_kernels ck_depthwise_portable;
extern const ck_depthwise_kernels ck_depthwise_avx2;
extern const ck_depthwise_kernels ck_depthwise_avx512;

#endif
