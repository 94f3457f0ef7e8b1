// Transcendental functions as a fixed sequence of single-precision operations, on the type REAL with BITS the
// integers of its size: one float, or a vector of them. Every REAL gives the same bits, whatever processor it
// runs on, because each operation is rounded by itself (no fused multiply-add) and in the order written.
//
// Included with REAL and BITS defined.

#include <string.h>

#pragma clang fp contract(off)

#define INLINE static inline __attribute__((always_inline))

// Keeps a value that is not a number.
INLINE REAL at_least(REAL x, REAL low) { return low > x ? low : x; }
INLINE REAL at_most(REAL x, REAL high) { return high < x ? high : x; }

#define EXPONENTIAL exponential
#include "exponential.h"
#undef EXPONENTIAL

// 1 / (1 + e^-x). Relative error below 2e-7 for x > -87.
INLINE REAL sigmoid(REAL x) { return 1.0f / (1.0f + exponential(-x)); }

// An odd polynomial of degree 13 over an even one of degree 6 (Eigen, generic_fast_tanh_float), constant
// beyond +-7.9. Relative error below 5e-7.
INLINE REAL hyperbolic_tangent(REAL x) {
  x = at_most(at_least(x, -7.90531110763549805f), 7.90531110763549805f);
  const REAL s = x * x;
  REAL p = s * -2.76076847742355e-16f + 2.00018790482477e-13f;
  p = p * s + -8.60467152213735e-11f;
  p = p * s + 5.12229709037114e-08f;
  p = p * s + 1.48572235717979e-05f;
  p = p * s + 6.37261928875436e-04f;
  p = p * s + 4.89352455891786e-03f;
  REAL q = s * 1.19825839466702e-06f + 1.18534705686654e-04f;
  q = q * s + 2.26843463243900e-03f;
  q = q * s + 4.89352518554385e-03f;
  return (x * p) / q;
}

// The error function, likewise (Eigen, generic_fast_erf_float), constant beyond +-4. Absolute error below 5e-7.
INLINE REAL error_function(REAL x) {
  x = at_most(at_least(x, -4.0f), 4.0f);
  const REAL s = x * x;
  REAL p = s * -2.72614225801306e-10f + 2.77068142495902e-08f;
  p = p * s + -2.10102402082508e-06f;
  p = p * s + -5.69250639462346e-05f;
  p = p * s + -7.34990630326855e-04f;
  p = p * s + -2.95459980854025e-03f;
  p = p * s + -1.60960333262415e-02f;
  REAL q = s * -1.45660718464996e-05f + -2.13374055278905e-04f;
  q = q * s + -1.68282697438203e-03f;
  q = q * s + -7.37332916720468e-03f;
  q = q * s + -1.42647390514189e-02f;
  return (x * p) / q;
}

// The nearest integer of a number between -2^22 and 2^22, ties to even.
INLINE REAL rounded(REAL x) { return (x + 12582912.0f) - 12582912.0f; }
