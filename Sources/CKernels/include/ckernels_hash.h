#ifndef CKERNELS_HASH_H
#define CKERNELS_HASH_H

#include <stdint.h>

// The 32 random bits that belong to `index` under `key`: two rounds of the integer hash lowbias32 (Wellons,
// "Prospecting for hash functions", 2018), each with a half of the key. The key is spread over all bits first: keys
// as small as 0, 1, 2... would otherwise do no more than swap indices.
static inline uint32_t ck_hash(uint64_t key, uint32_t index) {
  const uint64_t spread = (key + 1) * 0x9e3779b97f4a7c15u;
  uint32_t bits = index ^ (uint32_t)spread;
  for (int round = 0; round < 2; round++) {
    bits = (bits ^ bits >> 16) * 0x7feb352du;
    bits = (bits ^ bits >> 15) * 0x846ca68bu;
    bits ^= bits >> 16 ^ (uint32_t)(spread >> 32);
  }
  return bits;
}

#endif
