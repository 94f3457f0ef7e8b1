// Inference kernels on vectors of VECTOR_BYTES, as the table TABLE. Included once per instruction set.
//
// Packed parameters are 32-bit lanes: floats, or two 16-bit integers. Outputs come in panels of two
// vectors. A panel holds its biases, its multipliers (int8 only), and its weights as
// [kernel rows][groups of a row][PANEL]; missing outputs and odd rows are filled with zeros.

#include <string.h>

#include "infer_tables.h"

enum { LANES = VECTOR_BYTES / 4, PANEL = 2 * LANES, TILE = 4 };

typedef float vector_f32 __attribute__((vector_size(VECTOR_BYTES)));
typedef int32_t vector_i32 __attribute__((vector_size(VECTOR_BYTES)));
typedef int32_t vector_i32x2 __attribute__((vector_size(2 * VECTOR_BYTES)));
typedef int8_t vector_i8x2 __attribute__((vector_size(VECTOR_BYTES / 2)));

#define INLINE static inline __attribute__((always_inline))

static int panels(const ck_conv *c) { return (c->out_c + PANEL - 1) / PANEL; }

// Lanes of one panel: `headers` vectors of PANEL in front, then weights in groups of `group`.
static size_t panel_lanes(const ck_conv *c, int headers, int group) {
  const size_t groups = ((size_t)c->kernel_w * c->in_c + group - 1) / group;
  return (headers + c->kernel_h * groups) * PANEL;
}

static int is_padded(const ck_conv *c) {
  return c->pad_top || c->pad_left || c->pad_bottom || c->pad_right;
}

static size_t padded_elements(const ck_conv *c) {
  return (size_t)(c->in_h + c->pad_top + c->pad_bottom) * (c->in_w + c->pad_left + c->pad_right) * c->in_c;
}

// ---- float ----

#define NAME(x) x##_f32
#define INPUT float
#define OUTPUT float
#define SUM vector_f32
#define HEADERS 1
#define GROUP 1

INLINE vector_f32 multiply_add_f32(vector_f32 sum, vector_f32 weight, const float *input) {
  return sum + weight * *input;
}

INLINE void finish_f32(const ck_conv *c, ck_zero_points zero, const float *header,
                       const vector_f32 sum[2], float *output, int count) {
  (void)zero, (void)header;
  vector_f32 result[2] = {sum[0], sum[1]};
  if (c->relu) {
    for (int v = 0; v < 2; v++) result[v] = __builtin_elementwise_max(result[v], (vector_f32){0});
  }
  if (count == PANEL) {
    memcpy(output, result, sizeof result);
  } else {
    memcpy(output, result, count * sizeof(float));
  }
}

#include "infer_conv.h"

static size_t conv_f32_packed(const ck_conv *c) {
  return panels(c) * panel_lanes(c, 1, 1) * sizeof(float);
}

static size_t conv_f32_scratch(const ck_conv *c) {
  return is_padded(c) ? padded_elements(c) * sizeof(float) : 0;
}

static void conv_f32_pack(const ck_conv *c, const float *weight, const float *bias, void *packed) {
  memset(packed, 0, conv_f32_packed(c));
  const size_t inputs = (size_t)c->kernel_h * c->kernel_w * c->in_c;
  for (int o = 0; o < c->out_c; o++) {
    float *lane = (float *)packed + o / PANEL * panel_lanes(c, 1, 1) + o % PANEL;
    *lane = bias[o];
    for (size_t k = 0; k < inputs; k++) lane[(1 + k) * PANEL] = weight[k * c->out_c + o];
  }
}

static void conv_f32(const ck_conv *c, const float *input, const void *packed, void *scratch,
                     float *output) {
  if (is_padded(c)) {
    float *padded = scratch;
    const size_t row = (size_t)c->in_w * c->in_c;
    const size_t pitch = row + (size_t)(c->pad_left + c->pad_right) * c->in_c;
    memset(padded, 0, padded_elements(c) * sizeof(float));
    for (int y = 0; y < c->in_h; y++) {
      memcpy(padded + (y + c->pad_top) * pitch + (size_t)c->pad_left * c->in_c, input + y * row,
             row * sizeof(float));
    }
    input = padded;
  }
  run_f32(c, (ck_zero_points){0, 0}, input, packed, output);
}

// ---- int8 ----

#define NAME(x) x##_i8
#define INPUT int16_t
#define OUTPUT int8_t
#define SUM vector_i32
#define HEADERS 2
#define GROUP 2

// Adds, per lane, weight[0] * input[0] + weight[1] * input[1], exactly.
INLINE vector_i32 multiply_add_i8(vector_i32 sum, vector_i32 weight, const int16_t *input) {
  int32_t pair;
  memcpy(&pair, input, sizeof pair);
  const vector_i32 pairs = (vector_i32){0} + pair;
#if VECTOR_BYTES == 64
  return sum + (vector_i32)_mm512_madd_epi16((__m512i)pairs, (__m512i)weight);
#elif VECTOR_BYTES == 32
  return sum + (vector_i32)_mm256_madd_epi16((__m256i)pairs, (__m256i)weight);
#elif defined(__SSE2__)
  return sum + (vector_i32)_mm_madd_epi16((__m128i)pairs, (__m128i)weight);
#else
  return sum + (pairs << 16 >> 16) * (weight << 16 >> 16) + (pairs >> 16) * (weight >> 16);
#endif
}

// Adding and taking away 1.5 * 2^23 rounds a float of small magnitude to an integer, ties to even.
static const float rounder = 12582912.0f;

INLINE void finish_i8(const ck_conv *c, ck_zero_points zero, const vector_i32 *header,
                      const vector_i32 sum[2], int8_t *output, int count) {
  const vector_f32 low = (vector_f32){0} + (float)(c->relu ? 0 : -128 - zero.output);
  const vector_f32 high = (vector_f32){0} + (float)(127 - zero.output);
  vector_i32 integer[2];
  for (int v = 0; v < 2; v++) {
    vector_f32 real = __builtin_convertvector(sum[v], vector_f32) * (vector_f32)header[2 + v];
    real = __builtin_elementwise_min(__builtin_elementwise_max(real, low), high);
    real = real + rounder;
    real = real - rounder;
    integer[v] = __builtin_convertvector(real, vector_i32) + zero.output;
  }
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

static size_t conv_i8_packed(const ck_conv *c) {
  return panels(c) * panel_lanes(c, 2, 2) * sizeof(int32_t);
}

// The last pair of an odd row reads one element beyond it, to be multiplied by a zero weight.
static size_t conv_i8_scratch(const ck_conv *c) { return (padded_elements(c) + 1) * sizeof(int16_t); }

static void conv_i8_pack(const ck_conv *c, const int8_t *weight, const int32_t *bias,
                         const float *multiplier, void *packed) {
  memset(packed, 0, conv_i8_packed(c));
  const size_t row = (size_t)c->kernel_w * c->in_c, groups = (row + 1) / 2;
  for (int o = 0; o < c->out_c; o++) {
    int32_t *lane = (int32_t *)packed + o / PANEL * panel_lanes(c, 2, 2) + o % PANEL;
    lane[0] = bias[o];
    memcpy(lane + PANEL, multiplier + o, sizeof(float));
    for (int y = 0; y < c->kernel_h; y++) {
      for (size_t k = 0; k < row; k++) {
        int16_t *pair = (int16_t *)(lane + (2 + y * groups + k / 2) * PANEL);
        pair[k % 2] = weight[(y * row + k) * c->out_c + o];
      }
    }
  }
}

// Subtracts the zero point once per element, so that padding is zero and products need no correction.
static void conv_i8(const ck_conv *c, ck_zero_points zero, const int8_t *input, const void *packed,
                    void *scratch, int8_t *output) {
  int16_t *widened = scratch;
  const size_t row = (size_t)c->in_w * c->in_c;
  const size_t pitch = row + (size_t)(c->pad_left + c->pad_right) * c->in_c;
  if (is_padded(c)) memset(widened, 0, conv_i8_scratch(c));
  widened[padded_elements(c)] = 0;
  for (int y = 0; y < c->in_h; y++) {
    int16_t *to = widened + (y + c->pad_top) * pitch + (size_t)c->pad_left * c->in_c;
    for (size_t i = 0; i < row; i++) to[i] = (int16_t)(input[y * row + i] - zero.input);
  }
  run_i8(c, zero, widened, packed, output);
}

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

const ck_infer_kernels TABLE = {
  conv_f32_packed,  conv_i8_packed,  conv_f32_pack, conv_i8_pack, conv_f32_scratch,
  conv_i8_scratch,  conv_f32,        conv_i8,       quantize,
};
