// The inference kernels as plain loops: what every other variant is compared with.

#include "infer_tables.h"

#include <math.h>
#include <string.h>

static size_t weights(const ck_conv *c) {
  return (size_t)c->kernel_h * c->kernel_w * c->in_c * c->out_c;
}

// Packed: bias [out_c], weight as given.
static size_t conv_f32_packed(const ck_conv *c) { return (c->out_c + weights(c)) * sizeof(float); }

static void conv_f32_pack(const ck_conv *c, const float *weight, const float *bias, void *packed) {
  memcpy(packed, bias, c->out_c * sizeof(float));
  memcpy((float *)packed + c->out_c, weight, weights(c) * sizeof(float));
}

// Packed: bias [out_c], multiplier [out_c], weight as given.
static size_t conv_i8_packed(const ck_conv *c) { return (size_t)c->out_c * 8 + weights(c); }

static void conv_i8_pack(const ck_conv *c, const int8_t *weight, const int32_t *bias,
                         const float *multiplier, void *packed) {
  memcpy(packed, bias, (size_t)c->out_c * 4);
  memcpy((char *)packed + (size_t)c->out_c * 4, multiplier, (size_t)c->out_c * 4);
  memcpy((char *)packed + (size_t)c->out_c * 8, weight, weights(c));
}

static size_t no_scratch(const ck_conv *c) {
  (void)c;
  return 0;
}

static int inside(const ck_conv *c, int y, int x) {
  return y >= 0 && y < c->in_h && x >= 0 && x < c->in_w;
}

// One output of the convolution, before ReLU and pooling.
static float sum_f32(const ck_conv *c, const float *input, const float *weight, float bias, int y, int x,
                     int channel) {
  float sum = bias;
  for (int ky = 0; ky < c->kernel_h; ky++) {
    for (int kx = 0; kx < c->kernel_w; kx++) {
      const int iy = y * c->stride + ky - c->pad_top, ix = x * c->stride + kx - c->pad_left;
      if (!inside(c, iy, ix)) continue;
      for (int i = 0; i < c->in_c; i++) {
        sum += input[((size_t)iy * c->in_w + ix) * c->in_c + i]
               * weight[(((size_t)ky * c->kernel_w + kx) * c->in_c + i) * c->out_c + channel];
      }
    }
  }
  return sum;
}

static int32_t sum_i8(const ck_conv *c, int32_t zero, const int8_t *input, const int8_t *weight,
                      int32_t bias, int y, int x, int channel) {
  int32_t sum = bias;
  for (int ky = 0; ky < c->kernel_h; ky++) {
    for (int kx = 0; kx < c->kernel_w; kx++) {
      const int iy = y * c->stride + ky - c->pad_top, ix = x * c->stride + kx - c->pad_left;
      if (!inside(c, iy, ix)) continue;
      for (int i = 0; i < c->in_c; i++) {
        sum += (input[((size_t)iy * c->in_w + ix) * c->in_c + i] - zero)
               * weight[(((size_t)ky * c->kernel_w + kx) * c->in_c + i) * c->out_c + channel];
      }
    }
  }
  return sum;
}

static void conv_f32(const ck_conv *c, const float *input, const void *packed, void *scratch,
                     float *output) {
  (void)scratch;
  const float *bias = packed, *weight = bias + c->out_c;
  for (int y = 0; y < c->out_h; y++) {
    for (int x = 0; x < c->out_w; x++) {
      for (int o = 0; o < c->out_c; o++) {
        float best = -INFINITY;
        for (int py = 0; py < c->pool; py++) {
          for (int px = 0; px < c->pool; px++) {
            best = fmaxf(best, sum_f32(c, input, weight, bias[o], y * c->pool + py, x * c->pool + px, o));
          }
        }
        *output++ = c->relu ? fmaxf(best, 0) : best;
      }
    }
  }
}

static void conv_i8(const ck_conv *c, ck_zero_points zero, const int8_t *input, const void *packed,
                    void *scratch, int8_t *output) {
  (void)scratch;
  const int32_t *bias = packed;
  const float *multiplier = (const float *)(bias + c->out_c);
  const int8_t *weight = (const int8_t *)(multiplier + c->out_c);
  const float low = (float)(c->relu ? 0 : -128 - zero.output), high = (float)(127 - zero.output);
  for (int y = 0; y < c->out_h; y++) {
    for (int x = 0; x < c->out_w; x++) {
      for (int o = 0; o < c->out_c; o++) {
        int32_t best = INT32_MIN;
        for (int py = 0; py < c->pool; py++) {
          for (int px = 0; px < c->pool; px++) {
            const int32_t sum =
              sum_i8(c, zero.input, input, weight, bias[o], y * c->pool + py, x * c->pool + px, o);
            if (sum > best) best = sum;
          }
        }
        const float real = fminf(fmaxf((float)best * multiplier[o], low), high);
        *output++ = (int8_t)((int32_t)rintf(real) + zero.output);
      }
    }
  }
}

static void quantize(const float *input, size_t count, float scale, int32_t zero, int8_t *output) {
  const float low = (float)(-128 - zero), high = (float)(127 - zero);
  for (size_t i = 0; i < count; i++) {
    output[i] = (int8_t)((int32_t)rintf(fminf(fmaxf(input[i] / scale, low), high)) + zero);
  }
}

const ck_infer_kernels ck_infer_reference = {
  conv_f32_packed, conv_i8_packed, conv_f32_pack, conv_i8_pack, no_scratch,
  no_scratch,      conv_f32,       conv_i8,       quantize,
};
