// Inference kernels on vectors of VECTOR_BYTES, as the table TABLE. Included once per instruction set.
//
// Packed parameters are 32-bit lanes: a float, two 16-bit integers or four 8-bit integers. Outputs come in
// panels of two vectors. A panel holds its biases, its multipliers (int8 only), and its weights as
// [kernel rows][groups of a row][PANEL]; missing outputs and the end of a row are filled with zeros.

#include <string.h>

#include "infer_tables.h"

// TILE pixels share each load of weights: as many sums as the registers hold. With 2x2 pooling a tile is
// WINDOWS pooling windows of four pixels.
#if VECTOR_BYTES == 64
#define TILE 12
#define WINDOWS 2
#elif VECTOR_BYTES == 32
#define TILE 6
#define WINDOWS 1
#elif defined(__aarch64__)
#define TILE 8
#define WINDOWS 2
#else
#define TILE 4
#define WINDOWS 1
#endif

enum { LANES = VECTOR_BYTES / 4, PANEL = 2 * LANES };

// Weights are asked for this many bytes ahead: those of a large layer come from far away.
enum { AHEAD = 3072 };

typedef float vector_f32 __attribute__((vector_size(VECTOR_BYTES)));
typedef int32_t vector_i32 __attribute__((vector_size(VECTOR_BYTES)));
typedef uint32_t vector_u32 __attribute__((vector_size(VECTOR_BYTES)));
typedef int32_t vector_i32x2 __attribute__((vector_size(2 * VECTOR_BYTES)));
typedef int16_t vector_i16 __attribute__((vector_size(VECTOR_BYTES)));
typedef int8_t vector_i8 __attribute__((vector_size(VECTOR_BYTES / 4)));
typedef int8_t vector_i8x2 __attribute__((vector_size(VECTOR_BYTES / 2)));

#define INLINE static inline __attribute__((always_inline))

INLINE vector_f32 splat(float x) { return x - (vector_f32){0}; }

INLINE vector_f32 clamp(vector_f32 x, float low, float high) {
  return __builtin_elementwise_min(__builtin_elementwise_max(x, splat(low)), splat(high));
}

static int smaller(int a, int b) { return a < b ? a : b; }

static int panels(const ck_conv *c) { return (c->out_c + PANEL - 1) / PANEL; }

// The part of 0..<count that belongs to a share.
typedef struct span {
  int begin, end;
} span;

static span part(int count, ck_share share) {
  return (span){(int)((int64_t)count * share.index / share.count),
                (int)((int64_t)count * (share.index + 1) / share.count)};
}

// Copies fewer bytes than a panel has, without a call.
INLINE void copy_part(void *to, const void *from, size_t count) {
#pragma unroll
  for (size_t step = VECTOR_BYTES; step > 0; step /= 2) {
    if (count & step) memcpy(to, from, step), to = (char *)to + step, from = (const char *)from + step;
  }
}

#include "infer_geometry.h"

// ---- float ----

#define NAME(x) x##_f32
#define SOURCE float
#define INPUT float
#define OUTPUT float
#define SUM vector_f32
#define HEADERS 1
#define GROUP 1
#define TURN 4
#define VALUES vector_f32  // a vector of INPUT
#define LANE float         // an element of SUM

INLINE float convert_f32(float input, ck_zero_points zero) {
  (void)zero;
  return input;
}

INLINE vector_f32 multiply_add_f32(vector_f32 sum, vector_f32 weight, const float *input) {
  return sum + weight * *input;
}

INLINE vector_f32 load_f32(const float *p, int lanes) {
  vector_f32 v = {0};
  if (lanes == LANES) memcpy(&v, p, sizeof v);
  else memcpy(&v, p, lanes * sizeof(float));
  return v;
}

INLINE vector_f32 load_values_f32(const float *p, int lanes, ck_zero_points zero) {
  (void)zero;
  return load_f32(p, lanes);
}

// Winograd kernels are packed as quarters of the numbers that `widen` gives, so that sums need no scale.
static float winograd_weight_f32(float value) { return 0.25f * value; }
INLINE vector_f32 winograd_sum_f32(vector_f32 sum) { return sum; }

INLINE void finish_f32(const walk *w, const vector_f32 *header, const vector_f32 sum[2], float *output,
                       int count) {
  (void)header;
  const vector_f32 result[2] = {clamp(sum[0], w->low, w->high), clamp(sum[1], w->low, w->high)};
  if (count == PANEL) {  // two stores: one of a constant size would be merged with the one below
    memcpy(output, &result[0], sizeof result[0]);
    memcpy(output + LANES, &result[1], sizeof result[1]);
  } else {
    copy_part(output, result, count * sizeof(float));
  }
}

#include "infer_conv.h"
#include "infer_phases.h"
#include "infer_winograd.h"
#include "infer_narrow.h"

static const ck_zero_points no_zero = {0, 0};

#include "infer_merged.h"
#include "infer_float.h"

#undef NAME
#undef SOURCE
#undef INPUT
#undef OUTPUT
#undef SUM
#undef HEADERS
#undef GROUP
#undef TURN
#undef VALUES
#undef LANE

// ---- int8 ----

#include "infer_products.h"

#define NAME(x) x##_i8
#define SOURCE int8_t
#define INPUT operand
#define OUTPUT int8_t
#define SUM vector_i32
#define HEADERS 2
#define GROUP OPERANDS
#define TURN 1
#define VALUES vector_i16
#define LANE int32_t

// Adding and taking away 1.5 * 2^23 rounds a float of small magnitude to an integer, ties to even.
static const float rounder = 12582912.0f;

// Sums of one vector of outputs as integers of the output's scale.
INLINE vector_i32 requantize(const walk *w, vector_i32 sum, vector_i32 multiplier) {
  vector_f32 real = __builtin_convertvector(sum, vector_f32) * (vector_f32)multiplier;
  real = clamp(real, w->low, w->high);
  real = real + rounder;
  real = real - rounder;
  return __builtin_convertvector(real, vector_i32) + w->zero;
}

INLINE void finish_i8(const walk *w, const vector_i32 *header, const vector_i32 sum[2], int8_t *output,
                      int count) {
  const vector_i32 integer[2] = {requantize(w, sum[0], header[2]), requantize(w, sum[1], header[3])};
  vector_i32x2 both;
  memcpy(&both, integer, sizeof both);
  const vector_i8x2 narrow = __builtin_convertvector(both, vector_i8x2);
  if (count == PANEL) {
    memcpy(output, &narrow, PANEL);
  } else {
    memcpy(output, &narrow, count);
  }
}

#include "infer_conv.h"
#include "infer_phases.h"
#include "infer_integer.h"
#if OPERANDS == 2
#include "infer_integer_winograd.h"
#endif
#include "infer_depthwise.h"

static void quantize(const float *input, size_t count, float scale, int32_t zero, int8_t *output) {
  const float low = (float)(-128 - zero), high = (float)(127 - zero);
  for (size_t i = 0; i < count; i++) {
    float real = input[i] / scale;
    real = real > low ? real : low;
    real = real < high ? real : high;
    real = real + rounder;
    real = real - rounder;
    output[i] = (int8_t)((int32_t)real + zero);
  }
}

#include "infer_dynamic.h"

#define LAYER(form, type) \
  {form##_##type##_packed, form##_##type##_scratch, form##_##type##_pack, form##_##type##_run}

const ck_infer_kernels TABLE = {
    .conv_f32 = LAYER(conv, f32),
#if OPERANDS == 2
    .conv_i8 = LAYER(conv, i8),
#else
    .conv_i8 = LAYER(direct, i8),
#endif
    .depthwise_f32 = LAYER(depthwise, f32),
    .depthwise_i8 = LAYER(depthwise, i8),
    .transposed_f32 = LAYER(transposed, f32),
    .transposed_i8 = LAYER(transposed, i8),
    .conv_dynamic = {dynamic_packed, dynamic_scratch, dynamic_pack, dynamic_run},
    .quantize = quantize,
};
