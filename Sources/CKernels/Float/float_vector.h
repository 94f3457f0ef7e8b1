// The kernels on vectors of CK_LANES floats. Included once for each instruction set, which defines
// CK_LANES and the name of the table to fill, CK_TABLE.
#include <math.h>
#include <string.h>

#include "float_tables.h"

#pragma clang fp contract(fast)  // a * b + c may be one rounding

enum { L = CK_LANES };

typedef float vec __attribute__((vector_size(4 * L)));
typedef int32_t mask __attribute__((vector_size(4 * L)));  // all bits of a lane set: true
typedef uint8_t bytes __attribute__((vector_size(L)));

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

inlined vec splat(float x) { return x - (vec){0}; }

inlined vec choose(mask which, vec yes, vec no) {
  return (vec)((which & (mask)yes) | (~which & (mask)no));
}

// Runs BODY for c = 0, L, 2L, ... with `lanes` channels each: the constant L, then the rest once.
#define for_channels(channels, BODY)                    \
  do {                                                  \
    int64_t c = 0;                                      \
    for (; c + L <= (channels); c += L) BODY(c, L);     \
    if (c < (channels)) BODY(c, (channels) - c);        \
  } while (0)

#include "gemm_vector.h"
#include "winograd_vector.h"

// MARK: Element by element; the compiler makes these vectors

static void add(int64_t count, const float *restrict x, float *restrict y) {
  for (int64_t i = 0; i < count; i++) y[i] += x[i];
}

static void relu(int64_t count, const float *restrict x, float *restrict y) {
  for (int64_t i = 0; i < count; i++) y[i] = x[i] < 0 ? 0 : x[i];
}

static void relu_gradient(int64_t count, const float *restrict y, const float *restrict dy, float *restrict dx) {
  for (int64_t i = 0; i < count; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
}

static void adam(int64_t count, const ck_adam *adam, const float *restrict g, float *restrict m,
                 float *restrict v, float *restrict w) {
  const ck_adam a = *adam;
  for (int64_t i = 0; i < count; i++) {
    float first = a.beta1 * m[i] + (1 - a.beta1) * g[i];
    float second = a.beta2 * v[i] + (1 - a.beta2) * g[i] * g[i];
    m[i] = first;
    v[i] = second;
    w[i] -= a.rate * first / (__builtin_sqrtf(second) + a.epsilon);
  }
}

static void dropout(int64_t count, uint64_t key, int64_t first, uint32_t threshold, float scale,
                    const float *restrict x, float *restrict y) {
  for (int64_t i = 0; i < count; i++) y[i] = ck_hash(key, (uint32_t)(first + i)) >= threshold ? x[i] * scale : 0;
}

// MARK: Normalization

// Runs BODY for each row; four partial sums, `part` 0...3, hide the latency of addition.
#define for_rows(rows, BODY)                          \
  do {                                                \
    int64_t r = 0;                                    \
    for (; r + 4 <= (rows); r += 4)                   \
      for (int part = 0; part < 4; part++) BODY(r + part, part); \
    for (; r < (rows); r++) BODY(r, 0);               \
  } while (0)

inlined vec square(vec x) { return x * x; }

inlined vec total(const vec part[4]) { return (part[0] + part[1]) + (part[2] + part[3]); }

inlined void moments_lanes(int64_t rows, int64_t channels, const float *x, float *mean, float *deviation,
                           int64_t lanes) {
  vec sum[4] = {0}, squares[4] = {0};
#define BODY(r, part) sum[part] += load(x + (r) * channels, lanes)
  for_rows(rows, BODY);
#undef BODY
  const vec center = total(sum) / splat((float)rows);
#define BODY(r, part) squares[part] += square(load(x + (r) * channels, lanes) - center)
  for_rows(rows, BODY);
#undef BODY
  store(mean, center, lanes);
  store(deviation, total(squares), lanes);
}

static void moments(int64_t rows, int64_t channels, const float *x, float *mean, float *deviation) {
#define BODY(c, lanes) moments_lanes(rows, channels, x + c, mean + c, deviation + c, lanes)
  for_channels(channels, BODY);
#undef BODY
}

inlined vec normalized(vec x, const ck_affine *affine, int64_t c, int64_t lanes) {
  if (!affine) return x;
  return (x - load(affine->mean + c, lanes)) * load(affine->scale + c, lanes) + load(affine->offset + c, lanes);
}

// What ReLU after a normalization lets through of `dy`; all of it without one.
inlined vec passed(vec dy, vec x, const ck_affine *relu, int64_t c, int64_t lanes) {
  if (!relu) return dy;
  return choose(normalized(x, relu, c, lanes) > 0, dy, (vec){0});
}

inlined void sums_lanes(int64_t rows, int64_t channels, const float *x, const float *dy, const float *mean,
                        const ck_affine *relu, float *sum, float *product, int64_t c, int64_t lanes) {
  const vec center = load(mean + c, lanes);
  vec s[4] = {0}, p[4] = {0};
#define BODY(r, part)                                                       \
  do {                                                                      \
    const vec value = load(x + (r) * channels + c, lanes);                  \
    const vec gradient = passed(load(dy + (r) * channels + c, lanes), value, relu, c, lanes); \
    s[part] += gradient;                                                    \
    p[part] += gradient * (value - center);                                 \
  } while (0)
  for_rows(rows, BODY);
#undef BODY
  store(sum + c, total(s), lanes);
  store(product + c, total(p), lanes);
}

static void normalize_sums(int64_t rows, int64_t channels, const float *x, const float *dy, const float *mean,
                           float *sum, float *product) {
#define BODY(c, lanes) sums_lanes(rows, channels, x, dy, mean, NULL, sum, product, c, lanes)
  for_channels(channels, BODY);
#undef BODY
}

static void normalize_relu_sums(int64_t rows, int64_t channels, const float *x, const float *dy,
                                const ck_affine *affine, float *sum, float *product) {
#define BODY(c, lanes) sums_lanes(rows, channels, x, dy, affine->mean, affine, sum, product, c, lanes)
  for_channels(channels, BODY);
#undef BODY
}

static void normalize(int64_t rows, int64_t channels, const float *x, const ck_affine *affine, float *y) {
  for (int64_t r = 0; r < rows; r++, x += channels, y += channels) {
#define BODY(c, lanes) store(y + c, normalized(load(x + c, lanes), affine, c, lanes), lanes)
    for_channels(channels, BODY);
#undef BODY
  }
}

inlined vec rectified(vec x) { return choose(x < 0, (vec){0}, x); }

static void normalize_relu(int64_t rows, int64_t channels, const float *x, const ck_affine *affine, float *y) {
  for (int64_t r = 0; r < rows; r++, x += channels, y += channels) {
#define BODY(c, lanes) store(y + c, rectified(normalized(load(x + c, lanes), affine, c, lanes)), lanes)
    for_channels(channels, BODY);
#undef BODY
  }
}

// The gradient that normalization sends to one vector of x.
inlined vec normalized_gradient(vec x, vec dy, const ck_affine *affine, const float *slope, int64_t c,
                                int64_t lanes) {
  return dy * load(affine->scale + c, lanes) + load(affine->offset + c, lanes) +
         (x - load(affine->mean + c, lanes)) * load(slope + c, lanes);
}

static void normalize_gradient(int64_t rows, int64_t channels, const float *x, const float *dy,
                               const ck_affine *affine, const float *slope, float *dx) {
  for (int64_t r = 0; r < rows; r++, x += channels, dy += channels, dx += channels) {
#define BODY(c, lanes) \
  store(dx + c, normalized_gradient(load(x + c, lanes), load(dy + c, lanes), affine, slope, c, lanes), lanes)
    for_channels(channels, BODY);
#undef BODY
  }
}

static void normalize_relu_gradient(int64_t rows, int64_t channels, const float *x, const float *dy,
                                    const ck_affine *forward, const ck_affine *affine, const float *slope,
                                    float *dx) {
  for (int64_t r = 0; r < rows; r++, x += channels, dy += channels, dx += channels) {
#define BODY(c, lanes)                                                                                \
  do {                                                                                                \
    const vec value = load(x + c, lanes);                                                             \
    const vec gradient = passed(load(dy + c, lanes), value, forward, c, lanes);                       \
    store(dx + c, normalized_gradient(value, gradient, affine, slope, c, lanes), lanes);              \
  } while (0)
    for_channels(channels, BODY);
#undef BODY
  }
}

// MARK: Pooling

inlined void store_bytes(uint8_t *p, mask values, int64_t lanes) {
  bytes narrow = __builtin_convertvector(values, bytes);
  if (lanes == L) memcpy(p, &narrow, sizeof narrow);
  else memcpy(p, &narrow, lanes);
}

inlined mask load_bytes(const uint8_t *p, int64_t lanes) {
  bytes narrow = {0};
  if (lanes == L) memcpy(&narrow, p, sizeof narrow);
  else memcpy(&narrow, p, lanes);
  return __builtin_convertvector(narrow, mask);
}

// One window, `lanes` channels from `c`. With `affine`, also normalizes, clamps at 0 and keeps the winner's x.
inlined void pool_window(const ck_pool *p, const int64_t size, const float *x, const ck_affine *affine, float *y,
                         uint8_t *winner, float *winner_x, int64_t c, int64_t lanes) {
  vec source = load(x + c, lanes), best = normalized(source, affine, c, lanes);
  mask at = {0};
  for (int64_t row = 0; row < size; row++)
    for (int64_t column = row == 0; column < size; column++) {
      vec other = load(x + (row * p->width + column) * p->channels + c, lanes);
      vec value = normalized(other, affine, c, lanes);
      mask better = (value > best) | (value != value);  // not-a-number must not vanish
      best = choose(better, value, best);
      source = choose(better, other, source);
      at = (better & (int32_t)(row * size + column)) | (~better & at);
    }
  if (affine) {
    best = rectified(best);
    store(winner_x + c, source, lanes);
  }
  store(y + c, best, lanes);
  store_bytes(winner + c, at, lanes);
}

inlined void pool_image(const ck_pool *p, const int64_t size, const float *x, const ck_affine *affine, float *y,
                        uint8_t *winner, float *winner_x) {
  const int64_t channels = p->channels, columns = p->width / size;
  for (int64_t row = 0; row < p->height / size; row++)
    for (int64_t column = 0; column < columns; column++) {
      const int64_t i = (row * columns + column) * channels;
      const float *corner = x + (row * p->width + column) * size * channels;
#define BODY(c, lanes) \
  pool_window(p, size, corner, affine, y + i, winner + i, winner_x ? winner_x + i : NULL, c, lanes)
      for_channels(channels, BODY);
#undef BODY
    }
}

static void max_pool(const ck_pool *p, const float *x, float *y, uint8_t *winner) {
  pool_image(p, p->size, x, NULL, y, winner, NULL);
}

static void normalize_relu_pool(const ck_pool *p, const float *x, const ck_affine *affine, float *y,
                                uint8_t *winner, float *winner_x) {
  // A size that the compiler knows lets it unroll the window.
  if (p->size == 2) pool_image(p, 2, x, affine, y, winner, winner_x);
  else pool_image(p, p->size, x, affine, y, winner, winner_x);
}

// The gradient of one pixel of x: `dy` of its window where `at` won it, nothing if it is in no window, sent
// through normalization if there is any.
inlined void spread_pixel(const float *x, const float *dy, const uint8_t *winner, int32_t at,
                          const ck_affine *affine, const float *slope, float *dx, int64_t c, int64_t lanes) {
  vec gradient = {0};
  if (dy) gradient = (vec)((mask)load(dy + c, lanes) & (load_bytes(winner + c, lanes) == at));
  if (affine) gradient = normalized_gradient(load(x + c, lanes), gradient, affine, slope, c, lanes);
  store(dx + c, gradient, lanes);
}

inlined void spread_image(const ck_pool *p, const float *x, const float *dy, const uint8_t *winner,
                          const ck_affine *affine, const float *slope, float *dx) {
  const int64_t channels = p->channels, size = p->size, rows = p->height / size, columns = p->width / size;
  for (int64_t row = 0; row < p->height; row++) {
    const bool in_window = row / size < rows;
    int64_t window = row / size * columns * channels;  // where the window's result lies
    int32_t first = (int32_t)(row % size * size), at = first;
    for (int64_t column = 0; column < p->width; column++, x += channels, dx += channels) {
      const bool counts = in_window && column < columns * size;
#define BODY(c, lanes) \
  spread_pixel(x, counts ? dy + window : NULL, winner + window, at, affine, slope, dx, c, lanes)
      for_channels(channels, BODY);
#undef BODY
      if (++at == first + size) at = first, window += channels;
    }
  }
}

static void max_pool_gradient(const ck_pool *p, const float *dy, const uint8_t *winner, float *dx) {
  spread_image(p, dx, dy, winner, NULL, NULL, dx);
}

static void normalize_pool_gradient(const ck_pool *p, const float *x, const float *dy, const uint8_t *winner,
                                    const ck_affine *affine, const float *slope, float *dx) {
  spread_image(p, x, dy, winner, affine, slope, dx);
}

const ck_float_kernels CK_TABLE = {
    .gemm = gemm,
    .multiply_add_peak = multiply_add_peak,
    .winograd_input = winograd_input,
    .winograd_output = winograd_output,
    .winograd_kernel = winograd_kernel,
    .add = add,
    .relu = relu,
    .relu_gradient = relu_gradient,
    .moments = moments,
    .normalize = normalize,
    .normalize_sums = normalize_sums,
    .normalize_gradient = normalize_gradient,
    .normalize_relu = normalize_relu,
    .normalize_relu_sums = normalize_relu_sums,
    .normalize_relu_gradient = normalize_relu_gradient,
    .max_pool = max_pool,
    .max_pool_gradient = max_pool_gradient,
    .normalize_relu_pool = normalize_relu_pool,
    .normalize_pool_gradient = normalize_pool_gradient,
    .adam = adam,
    .dropout = dropout,
};
