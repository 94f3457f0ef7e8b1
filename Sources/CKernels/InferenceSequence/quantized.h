#ifndef QUANTIZED_H
#define QUANTIZED_H

#include <stdint.h>

// The nearest int8 of a real number in units of the result's scale, with `low` <= q <= 127; a number that is not
// one becomes `low`.
static inline __attribute__((always_inline)) int8_t quantized(float real, int32_t low, int32_t zero) {
  const float least = (float)(low - zero), most = (float)(127 - zero);
  real = real > least ? real : least;
  real = real < most ? real : most;
  const float nearest = (real + 12582912.0f) - 12582912.0f;
  return (int8_t)((int32_t)nearest + zero);
}

#endif
