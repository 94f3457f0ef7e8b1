// Convolutions that round their input to 8 bits at run time, on the loops of infer_conv.h.

#undef NAME
#undef OUTPUT
#undef HEADERS
#define NAME(x) x##_dynamic
#define OUTPUT float
#define HEADERS 3  // where sums start, multipliers, biases

INLINE operand convert_dynamic(int8_t input, ck_zero_points zero) { return convert_i8(input, zero); }

INLINE vector_i32 multiply_add_dynamic(vector_i32 sum, vector_i32 weight, const operand *input) {
  return multiply_add_i8(sum, weight, input);
}

INLINE void finish_dynamic(const walk *w, const vector_i32 *header, const vector_i32 sum[2], float *output,
                           int count) {
  vector_f32 result[2];
  for (int v = 0; v < 2; v++) {
    const vector_f32 multiplier = (vector_f32)header[2 + v] * w->scale;
    const vector_f32 real = __builtin_convertvector(sum[v], vector_f32) * multiplier;
    result[v] = clamp(real + (vector_f32)header[4 + v], w->low, w->high);
  }
  memcpy(output, result, count * sizeof(float));
}

#include "infer_conv.h"

static size_t whole_lines(size_t bytes) { return (bytes + 63) / 64 * 64; }

static size_t dynamic_packed(const ck_conv *c) {
  return panels(c) * panel_lanes(c, all_taps(c->kernel_h), all_taps(c->kernel_w), HEADERS, OPERANDS) * sizeof(int32_t);
}

// The rounded image, then the framed one.
static size_t dynamic_scratch(const ck_conv *c) {
  return whole_lines((size_t)c->in_h * c->in_w * c->in_c) +
         (frame_elements(c, conv_frame(c)) + OPERANDS - 1) * sizeof(operand);
}

static void dynamic_pack(const ck_conv *c, const int8_t *weight, const float *weight_scale, const float *bias,
                         void *packed) {
  const taps y = all_taps(c->kernel_h), x = all_taps(c->kernel_w);
  memset(packed, 0, dynamic_packed(c));
  pack_i8(c, HEADERS, no_zero, y, x, weight, NULL, weight_scale, packed);
  for (int o = 0; o < c->out_c; o++) {
    int32_t *lane = (int32_t *)packed + o / PANEL * panel_lanes(c, y, x, HEADERS, OPERANDS) + o % PANEL;
    memcpy(lane + 2 * PANEL, bias + o, sizeof(float));
  }
}

// The largest magnitude among the elements.
static float largest_magnitude(const float *input, size_t count) {
  vector_f32 most = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    vector_f32 v;
    memcpy(&v, input + i, sizeof v);
    most = __builtin_elementwise_max(most, __builtin_elementwise_abs(v));
  }
  float result = 0;
  for (int lane = 0; lane < LANES; lane++) result = most[lane] > result ? most[lane] : result;
  for (; i < count; i++) {
    const float magnitude = input[i] < 0 ? -input[i] : input[i];
    result = magnitude > result ? magnitude : result;
  }
  return result;
}

static void dynamic_run(const ck_conv *c, ck_share share, const float *input, const void *packed, void *scratch,
                        float *output) {
  const size_t count = (size_t)c->in_h * c->in_w * c->in_c;
  const float most = largest_magnitude(input, count);
  const float scale = most > 0 ? most / 127 : 1;
  int8_t *rounded = scratch;
  operand *framed = (operand *)(rounded + whole_lines(count));
  quantize(input, count, scale, 0, rounded);
  fill_frame_dynamic(c, conv_frame(c), no_zero, rounded, framed);
  walk w = conv_walk(c, no_zero, OPERANDS);
  w.scale = scale;
  run_dynamic(c, &w, share, all_taps(c->kernel_h), all_taps(c->kernel_w), framed, packed, output);
}
