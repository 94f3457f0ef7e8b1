// The inference convolutions: ordinary, depthwise and transposed, in float and int8, whole and in shares.

#include "kernel_check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"

enum form { convolution, depthwise, transposed };

static const char *const form_names[] = {"convolution", "depthwise", "transposed"};
static const char *const set_names[] = {"reference", "portable", "avx2", "avx512"};

static const int odd[] = {1, 2, 3, 5, 7, 15, 17, 31, 33};
static const int channels[] = {1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33};

#define pick(array) array[random_below(state, sizeof array / sizeof array[0])]

// A layer whose extents fit. Small images with many channels, or the other way round.
static ck_conv random_conv(enum form form, uint32_t *state) {
  ck_conv c = {.pool_h = 1, .pool_w = 1, .low = -INFINITY, .high = INFINITY};
  c.in_h = pick(odd), c.in_w = pick(odd);
  c.in_c = pick(channels), c.out_c = form == depthwise ? c.in_c : pick(channels);
  c.kernel_h = 1 + random_below(state, 4), c.kernel_w = 1 + random_below(state, 4);
  if (random_below(state, 2)) c.kernel_h = c.kernel_w = 3;
  c.stride = random_below(state, 2) ? 1 : 1 + random_below(state, 3);
  if (random_below(state, 8) == 0) c.in_h = c.in_w = c.kernel_h = c.kernel_w = 1;
  if (random_below(state, 4) == 0) c.in_h = c.kernel_h = 1;
  if (form == transposed) {
    c.pad_top = random_below(state, c.kernel_h), c.pad_left = random_below(state, c.kernel_w);
    c.out_h = (c.in_h - 1) * c.stride + c.kernel_h - c.pad_top + random_below(state, 3);
    c.out_w = (c.in_w - 1) * c.stride + c.kernel_w - c.pad_left - random_below(state, 2);
    if (c.out_w < 1) c.out_w = 1;
  } else {
    c.pad_top = random_below(state, c.kernel_h), c.pad_left = random_below(state, c.kernel_w);
    c.pad_bottom = random_below(state, c.kernel_h), c.pad_right = random_below(state, c.kernel_w);
    if (c.in_h + c.pad_top + c.pad_bottom < c.kernel_h) c.in_h = c.kernel_h;
    if (c.in_w + c.pad_left + c.pad_right < c.kernel_w) c.in_w = c.kernel_w;
    c.out_h = (c.in_h + c.pad_top + c.pad_bottom - c.kernel_h) / c.stride + 1;
    c.out_w = (c.in_w + c.pad_left + c.pad_right - c.kernel_w) / c.stride + 1;
    if (form == convolution && random_below(state, 2)) {
      c.pool_h = 1 + random_below(state, 3), c.pool_w = 1 + random_below(state, 3);
      if (random_below(state, 2)) c.pool_h = c.pool_w = 2;
      if (c.pool_h > c.out_h) c.pool_h = 1;
      if (c.pool_w > c.out_w) c.pool_w = 1;
      c.out_h /= c.pool_h, c.out_w /= c.pool_w;
    }
  }
  if (random_below(state, 2)) c.low = 0;
  if (random_below(state, 4) == 0) c.high = 0.5f;
  return c;
}

static size_t inputs(const ck_conv *c) { return (size_t)c->in_h * c->in_w * c->in_c; }
static size_t outputs(const ck_conv *c) { return (size_t)c->out_h * c->out_w * c->out_c; }
static size_t weights(const ck_conv *c, enum form form) {
  return (size_t)c->kernel_h * c->kernel_w * c->in_c * (form == depthwise ? 1 : c->out_c);
}

static void describe(char *text, size_t size, const ck_conv *c, int shares) {
  snprintf(text, size, "in %dx%dx%d kernel %dx%d stride %d pad %d,%d,%d,%d out %dx%dx%d pool %dx%d, %d shares", c->in_h,
           c->in_w, c->in_c, c->kernel_h, c->kernel_w, c->stride, c->pad_top, c->pad_left, c->pad_bottom, c->pad_right,
           c->out_h, c->out_w, c->out_c, c->pool_h, c->pool_w, shares);
}

static ck_layer_f32 layer_f32(const ck_infer_kernels *k, enum form form) {
  return form == convolution ? k->conv_f32 : form == depthwise ? k->depthwise_f32 : k->transposed_f32;
}

static ck_layer_i8 layer_i8(const ck_infer_kernels *k, enum form form) {
  return form == convolution ? k->conv_i8 : form == depthwise ? k->depthwise_i8 : k->transposed_i8;
}

static float *run_f32(ck_layer_f32 layer, const ck_conv *c, int shares, const float *input, const float *weight,
                      const float *bias) {
  float *output = check_allocate(outputs(c) * sizeof(float));
  void *packed = check_allocate(layer.packed(c));
  layer.pack(c, weight, bias, packed);
  for (int i = 0; i < shares; i++) {
    void *scratch = check_allocate(layer.scratch(c));
    layer.run(c, (ck_share){i, shares}, input, packed, scratch, output);
    free(scratch);
  }
  free(packed);
  return output;
}

static void check_f32(enum form form, const ck_conv *c, const ck_infer_kernels *kernels, uint32_t *state) {
  float *input = check_allocate(inputs(c) * sizeof(float)), *weight = check_allocate(weights(c, form) * sizeof(float));
  float *bias = check_allocate(c->out_c * sizeof(float));
  for (size_t i = 0; i < inputs(c); i++) input[i] = random_real(state);
  for (size_t i = 0; i < weights(c, form); i++) weight[i] = random_real(state);
  for (int i = 0; i < c->out_c; i++) bias[i] = random_real(state);
  char text[200];
  float *expected = run_f32(layer_f32(ck_infer_kernels_for(CK_ISA_REFERENCE), form), c, 1, input, weight, bias);
  float *whole = run_f32(layer_f32(kernels, form), c, 1, input, weight, bias);
  describe(text, sizeof text, c, 1);
  check_floats(text, expected, whole, outputs(c));
  for (int shares = 2; shares <= 3; shares++) {
    float *parts = run_f32(layer_f32(kernels, form), c, shares, input, weight, bias);
    describe(text, sizeof text, c, shares);
    check_bytes(text, whole, parts, outputs(c) * sizeof(float));
    free(parts);
  }
  free(whole), free(expected), free(bias), free(weight), free(input);
}

static int8_t *run_i8(ck_layer_i8 layer, const ck_conv *c, ck_zero_points zero, int shares, const int8_t *input,
                      const int8_t *weight, const int32_t *bias, const float *multiplier) {
  int8_t *output = check_allocate(outputs(c));
  void *packed = check_allocate(layer.packed(c));
  layer.pack(c, zero, weight, bias, multiplier, packed);
  for (int i = 0; i < shares; i++) {
    void *scratch = check_allocate(layer.scratch(c));
    layer.run(c, zero, (ck_share){i, shares}, input, packed, scratch, output);
    free(scratch);
  }
  free(packed);
  return output;
}

static void check_i8(enum form form, ck_conv *c, const ck_infer_kernels *kernels, uint32_t *state) {
  int8_t *input = check_allocate(inputs(c)), *weight = check_allocate(weights(c, form));
  int32_t *bias = check_allocate(c->out_c * sizeof(int32_t));
  float *multiplier = check_allocate(c->out_c * sizeof(float));
  const ck_zero_points zero = {random_below(state, 256) - 128, random_below(state, 256) - 128};
  c->low = c->low == 0 ? (float)zero.output : -128;
  c->high = c->high == 0.5f ? (float)(zero.output + (127 - zero.output) / 2) : 127;
  for (size_t i = 0; i < inputs(c); i++) input[i] = (int8_t)(random_below(state, 256) - 128);
  for (size_t i = 0; i < weights(c, form); i++) weight[i] = (int8_t)(random_below(state, 255) - 127);
  for (int i = 0; i < c->out_c; i++) {
    bias[i] = random_below(state, 20001) - 10000;
    multiplier[i] = 0.0001f + 0.002f * (float)(next_random(state) >> 8) / 16777216.0f;
  }
  char text[200];
  int8_t *expected =
      run_i8(layer_i8(ck_infer_kernels_for(CK_ISA_REFERENCE), form), c, zero, 1, input, weight, bias, multiplier);
  for (int shares = 1; shares <= 3; shares++) {
    int8_t *actual = run_i8(layer_i8(kernels, form), c, zero, shares, input, weight, bias, multiplier);
    describe(text, sizeof text, c, shares);
    check_bytes(text, expected, actual, outputs(c));
    free(actual);
  }
  free(expected), free(multiplier), free(bias), free(weight), free(input);
}

static void check_quantize(const ck_infer_kernels *kernels, uint32_t *state) {
  float input[100];
  int8_t expected[100], actual[100];
  for (int i = 0; i < 100; i++) input[i] = 3 * random_real(state);
  input[7] = NAN, input[8] = INFINITY, input[9] = -INFINITY, input[10] = 0.05f, input[11] = -0.05f;
  for (int zero = -128; zero < 128; zero += 51) {
    ck_infer_kernels_for(CK_ISA_REFERENCE)->quantize(input, 100, 0.02f, zero, expected);
    kernels->quantize(input, 100, 0.02f, zero, actual);
    check_bytes("quantize", expected, actual, sizeof actual);
  }
}

void check_convolutions(void) {
  ck_isa best = ck_best_isa();
#if defined(CK_EMULATE_AVX512)
  best = CK_ISA_AVX512;
#endif
  for (ck_isa isa = CK_ISA_PORTABLE; isa <= best; isa++) {
    const ck_infer_kernels *kernels = ck_infer_kernels_for(isa);
    uint32_t state = 1;
    for (enum form form = convolution; form <= transposed; form++) {
      char name[32];
      for (int i = 0; i < 150; i++) {
        const ck_conv conv = random_conv(form, &state);
        check_f32(form, &conv, kernels, &state);
      }
      snprintf(name, sizeof name, "%s f32", form_names[form]);
      check_report(name, set_names[isa]);
      for (int i = 0; i < 150; i++) {
        ck_conv conv = random_conv(form, &state);
        check_i8(form, &conv, kernels, &state);
      }
      snprintf(name, sizeof name, "%s i8", form_names[form]);
      check_report(name, set_names[isa]);
    }
    check_quantize(kernels, &state);
    check_report("quantize", set_names[isa]);
  }
}
