#ifndef FLOAT_TABLES_H
#define FLOAT_TABLES_H

#include "ckernels_float.h"

// One table for each instruction set; each file beside this one fills one.
extern const ck_float_kernels ck_float_reference;
extern const ck_float_kernels ck_float_portable;
extern const ck_float_kernels ck_float_avx2;
extern const ck_float_kernels ck_float_avx512;

// The 32 random bits that belong to `index` under `key`: two rounds of the integer hash lowbias32 (Wellons,
// "Prospecting for hash functions", 2018).
static inline uint32_t ck_hash(uint64_t key, uint32_t index) {
  uint32_t bits = index ^ (uint32_t)key;
  for (int round = 0; round < 2; round++) {
    bits = (bits ^ bits >> 16) * 0x7feb352du;
    bits = (bits ^ bits >> 15) * 0x846ca68bu;
    bits ^= bits >> 16 ^ (uint32_t)(key >> 32);
  }
  return bits;
}

#endif
