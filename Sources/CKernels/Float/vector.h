// Vectors of CK_LANES floats. Included once for each instruction set, which defines CK_LANES.
#include <stdint.h>
#include <string.h>

enum { L = CK_LANES };

typedef float vec __attribute__((ext_vector_type(L)));
typedef int32_t mask __attribute__((ext_vector_type(L)));  // all bits of a lane set: true

#define inlined static inline __attribute__((always_inline))

// The first `lanes` of a vector: one instruction when the number is a constant power of two.
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

// Runs BODY for c = 0, L, 2L, ... with L channels each, then for what is left in powers of two: every number of
// lanes is a constant.
#define for_channels(channels, BODY)                     \
  do {                                                   \
    int64_t c = 0;                                       \
    for (; c + L <= (channels); c += L) BODY(c, L);      \
    if (L > 8 && (channels) & 8) { BODY(c, 8); c += 8; } \
    if (L > 4 && (channels) & 4) { BODY(c, 4); c += 4; } \
    if ((channels) & 2) { BODY(c, 2); c += 2; }          \
    if ((channels) & 1) BODY(c, 1);                      \
  } while (0)
