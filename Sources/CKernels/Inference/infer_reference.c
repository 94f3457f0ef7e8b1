// The inference kernels as plain loops: what every other variant is compared with.

#include "infer_tables.h"

#include <math.h>
#include <string.h>

enum form { convolution, depthwise, transposed };

static size_t weights(const ck_conv *c, enum form form) {
  return (size_t)c->kernel_h * c->kernel_w * c->in_c * (form == depthwise ? 1 : c->out_c);
}

static size_t no_scratch(const ck_conv *c) {
  (void)c;
  return 0;
}

// The input row that kernel row k meets at output row y, or -1; likewise for columns.
static int source(enum form form, int y, int k, int stride, int pad, int extent) {
  int at = y * stride + k - pad;
  if (form == transposed) {
    if (y + pad < k || (y + pad - k) % stride != 0) return -1;
    at = (y + pad - k) / stride;
  }
  return at >= 0 && at < extent ? at : -1;
}

// The sum of one output of the convolution, before it is clamped and pooled, for each element type.
#define DEFINE_SUM(name, element, total)                                                                      \
  static total name(const ck_conv *c, enum form form, const element *input, const element *weight, total zero, \
                    total sum, int y, int x, int channel) {                                                   \
    for (int ky = 0; ky < c->kernel_h; ky++) {                                                                \
      for (int kx = 0; kx < c->kernel_w; kx++) {                                                              \
        const int iy = source(form, y, ky, c->stride, c->pad_top, c->in_h);                                   \
        const int ix = source(form, x, kx, c->stride, c->pad_left, c->in_w);                                  \
        if (iy < 0 || ix < 0) continue;                                                                       \
        const element *pixel = input + ((size_t)iy * c->in_w + ix) * c->in_c;                                 \
        const size_t tap = (size_t)ky * c->kernel_w + kx;                                                     \
        if (form == depthwise) {                                                                              \
          sum += (pixel[channel] - zero) * weight[tap * c->in_c + channel];                                   \
          continue;                                                                                           \
        }                                                                                                     \
        for (int i = 0; i < c->in_c; i++) {                                                                   \
          sum += (pixel[i] - zero) * weight[(tap * c->in_c + i) * c->out_c + channel];                        \
        }                                                                                                     \
      }                                                                                                       \
    }                                                                                                         \
    return sum;                                                                                               \
  }

DEFINE_SUM(sum_f32, float, float)
DEFINE_SUM(sum_i8, int8_t, int32_t)

// The reference has a single share: the others find nothing to do.
static void run_f32(const ck_conv *c, enum form form, ck_share share, const float *input, const void *packed,
                    float *output) {
  if (share.index > 0) return;
  const float *bias = packed, *weight = bias + c->out_c;
  for (int y = 0; y < c->out_h; y++) {
    for (int x = 0; x < c->out_w; x++) {
      for (int o = 0; o < c->out_c; o++) {
        float best = -INFINITY;
        for (int py = 0; py < c->pool_h; py++) {
          for (int px = 0; px < c->pool_w; px++) {
            best = fmaxf(best, sum_f32(c, form, input, weight, 0, bias[o], y * c->pool_h + py,
                                       x * c->pool_w + px, o));
          }
        }
        *output++ = fminf(fmaxf(best, c->low), c->high);
      }
    }
  }
}

static void run_i8(const ck_conv *c, enum form form, ck_zero_points zero, ck_share share, const int8_t *input,
                   const void *packed, int8_t *output) {
  if (share.index > 0) return;
  const int32_t *bias = packed;
  const float *multiplier = (const float *)(bias + c->out_c);
  const int8_t *weight = (const int8_t *)(multiplier + c->out_c);
  const float low = c->low - (float)zero.output, high = c->high - (float)zero.output;
  for (int y = 0; y < c->out_h; y++) {
    for (int x = 0; x < c->out_w; x++) {
      for (int o = 0; o < c->out_c; o++) {
        int32_t best = INT32_MIN;
        for (int py = 0; py < c->pool_h; py++) {
          for (int px = 0; px < c->pool_w; px++) {
            const int32_t sum = sum_i8(c, form, input, weight, zero.input, bias[o], y * c->pool_h + py,
                                       x * c->pool_w + px, o);
            if (sum > best) best = sum;
          }
        }
        const float real = fminf(fmaxf((float)best * multiplier[o], low), high);
        *output++ = (int8_t)((int32_t)rintf(real) + zero.output);
      }
    }
  }
}

// The functions of one form. Packed: bias [out_c], in int8 multiplier [out_c], weight as given.
#define DEFINE_FORM(form)                                                                                     \
  static size_t form##_f32_packed(const ck_conv *c) { return (c->out_c + weights(c, form)) * sizeof(float); } \
  static void form##_f32_pack(const ck_conv *c, const float *weight, const float *bias, void *packed) {       \
    memcpy(packed, bias, c->out_c * sizeof(float));                                                           \
    memcpy((float *)packed + c->out_c, weight, weights(c, form) * sizeof(float));                             \
  }                                                                                                           \
  static void form##_f32_run(const ck_conv *c, ck_share share, const float *input, const void *packed,        \
                             void *scratch, float *output) {                                                  \
    (void)scratch;                                                                                            \
    run_f32(c, form, share, input, packed, output);                                                           \
  }                                                                                                           \
  static size_t form##_i8_packed(const ck_conv *c) { return (size_t)c->out_c * 8 + weights(c, form); }        \
  static void form##_i8_pack(const ck_conv *c, ck_zero_points zero, const int8_t *weight, const int32_t *bias, \
                             const float *multiplier, void *packed) {                                         \
    (void)zero;                                                                                               \
    memcpy(packed, bias, (size_t)c->out_c * 4);                                                               \
    memcpy((char *)packed + (size_t)c->out_c * 4, multiplier, (size_t)c->out_c * 4);                          \
    memcpy((char *)packed + (size_t)c->out_c * 8, weight, weights(c, form));                                  \
  }                                                                                                           \
  static void form##_i8_run(const ck_conv *c, ck_zero_points zero, ck_share share, const int8_t *input,       \
                            const void *packed, void *scratch, int8_t *output) {                              \
    (void)scratch;                                                                                            \
    run_i8(c, form, zero, share, input, packed, output);                                                      \
  }

DEFINE_FORM(convolution)
DEFINE_FORM(depthwise)
DEFINE_FORM(transposed)

static void quantize(const float *input, size_t count, float scale, int32_t zero, int8_t *output) {
  const float low = (float)(-128 - zero), high = (float)(127 - zero);
  for (size_t i = 0; i < count; i++) {
    output[i] = (int8_t)((int32_t)rintf(fminf(fmaxf(input[i] / scale, low), high)) + zero);
  }
}

// Packed: bias [out_c], scale [out_c], weight as given. Scratch: the rounded image.
static size_t dynamic_packed(const ck_conv *c) { return (size_t)c->out_c * 8 + weights(c, convolution); }

static size_t dynamic_scratch(const ck_conv *c) { return (size_t)c->in_h * c->in_w * c->in_c; }

static void dynamic_pack(const ck_conv *c, const int8_t *weight, const float *weight_scale, const float *bias,
                         void *packed) {
  memcpy(packed, bias, (size_t)c->out_c * 4);
  memcpy((char *)packed + (size_t)c->out_c * 4, weight_scale, (size_t)c->out_c * 4);
  memcpy((char *)packed + (size_t)c->out_c * 8, weight, weights(c, convolution));
}

static void dynamic_run(const ck_conv *c, ck_share share, const float *input, const void *packed, void *scratch,
                        float *output) {
  if (share.index > 0) return;
  const float *bias = packed, *weight_scale = bias + c->out_c;
  const int8_t *weight = (const int8_t *)(weight_scale + c->out_c);
  float most = 0;
  for (size_t i = 0; i < dynamic_scratch(c); i++) most = fmaxf(most, fabsf(input[i]));
  const float scale = most > 0 ? most / 127 : 1;
  quantize(input, dynamic_scratch(c), scale, 0, scratch);
  for (int y = 0; y < c->out_h; y++) {
    for (int x = 0; x < c->out_w; x++) {
      for (int o = 0; o < c->out_c; o++) {
        int32_t best = INT32_MIN;
        for (int py = 0; py < c->pool_h; py++) {
          for (int px = 0; px < c->pool_w; px++) {
            const int32_t sum = sum_i8(c, convolution, scratch, weight, 0, 0, y * c->pool_h + py, x * c->pool_w + px, o);
            if (sum > best) best = sum;
          }
        }
        *output++ = fminf(fmaxf((float)best * (weight_scale[o] * scale) + bias[o], c->low), c->high);
      }
    }
  }
}

#define LAYER(form, type) \
  {form##_##type##_packed, no_scratch, form##_##type##_pack, form##_##type##_run}

const ck_infer_kernels ck_infer_reference = {
    .conv_f32 = LAYER(convolution, f32),
    .conv_i8 = LAYER(convolution, i8),
    .depthwise_f32 = LAYER(depthwise, f32),
    .depthwise_i8 = LAYER(depthwise, i8),
    .transposed_f32 = LAYER(transposed, f32),
    .transposed_i8 = LAYER(transposed, i8),
    .conv_dynamic = {dynamic_packed, dynamic_scratch, dynamic_pack, dynamic_run},
    .quantize = quantize,
};
