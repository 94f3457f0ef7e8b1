#ifndef SEQUENCE_TABLES_H
#define SEQUENCE_TABLES_H

#include "ckernels_sequence.h"

// One table for each instruction set; each file beside this one fills one.
extern const ck_sequence_kernels ck_sequence_reference;
extern const ck_sequence_kernels ck_sequence_portable;
extern const ck_sequence_kernels ck_sequence_avx2;
extern const ck_sequence_kernels ck_sequence_avx512;

#endif
