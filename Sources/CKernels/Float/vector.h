// Vectors of CK_LANES floats. Included once for each instruction set, which defines CK_LANES.
#include <stdint.h>
#include <string.h>

enum { L = CK_LANES };

typedef float vec __attribute__((ext_vector_type(L)));
typedef int32_t mask __attribute__((ext_vector_type(L)));  // all bits of a lane set: true

#define inlined static inline __attribute__((always_inline))

// The first `lanes` of a vector. With the constant L this is one instruction; a rest of channels takes the
// same way through a kernel with fewer lanes.
inlined vec load(const float *p, int64_t lanes) {
  vec v = {0};
  if (lanes == L) memcpy(&v, p, sizeof v);
  else memcpy(&v, p, lanes * sizeof(float));
  return v;
}

inlined void store(float *p, vec v, int64_t lanes) {
  if (lanes == L) memcpy(p, &v, sizeof v);
  else memcpy(p, &v, lanes * sizeof(float));
}

inlined int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

inlined vec splat(float x) { return x; }

inlined vec choose(mask which, vec yes, vec no) { return which ? yes : no; }

// Runs BODY for c = 0, L, 2L, ... with `lanes` channels each: the constant L, then the rest once.
#define for_channels(channels, BODY)                    \
  do {                                                  \
    int64_t c = 0;                                      \
    for (; c + L <= (channels); c += L) BODY(c, L);     \
    if (c < (channels)) BODY(c, (channels) - c);        \
  } while (0)
