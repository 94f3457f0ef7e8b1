// The exponential function under the name EXPONENTIAL: see functions.h, which defines what it is made of.
//
// A header of its own, since results that are float may also have it with fewer roundings, which is faster.

// e^x for x in -87...88, which larger and smaller ones become. Relative error below 1e-7.
//
// x = n log 2 + r with an integer n and |r| <= log(2) / 2; the polynomial is that of the Cephes library
// (Moshier, expf.c). Adding 1.5 * 2^23 rounds to an integer in the low bits of a float; with the exponent's
// bias 127 on top, a shift moves 2^n into place.
INLINE REAL EXPONENTIAL(REAL x) {
  const float shift = 12582912.0f + 127.0f;
  x = at_most(at_least(x, -87.0f), 88.0f);
  const REAL shifted = x * 1.44269504f + shift;
  const REAL n = shifted - shift;
  const REAL r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
  REAL p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = (p * (r * r) + r) + 1.0f;
  BITS bits;
  REAL power;
  memcpy(&bits, &shifted, sizeof bits);
  bits = bits << 23;
  memcpy(&power, &bits, sizeof bits);
  return p * power;
}
