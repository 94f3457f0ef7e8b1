// The inference convolutions: ordinary, depthwise and transposed, in float and int8, whole and in shares.

#include "kernel_check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"

enum form { convolution, depthwise, transposed };

static const char *const form_names[] = {"infer convolution", "infer depthwise", "infer transposed"};

// The sizes of the other checks and some that fill vectors.
static int random_channels(uint32_t *state) {
  return random_below(state, 4) ? random_size(state) : 4 << random_below(state, 4);
}

// A layer whose extents fit.
static ck_conv random_extents(enum form form, uint32_t *state) {
  ck_conv c = {.pool_h = 1, .pool_w = 1, .low = -INFINITY, .high = INFINITY};
  c.in_h = random_size(state), c.in_w = random_size(state);
  c.in_c = random_channels(state), c.out_c = form == depthwise ? c.in_c : random_channels(state);
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

// One that emulators finish soon: a large image or many channels, but not both.
static ck_conv random_conv(enum form form, uint32_t *state) {
  ck_conv c;
  do {
    c = random_extents(form, state);
  } while ((size_t)c.out_h * c.pool_h * c.out_w * c.pool_w * weights(&c, form) > 300000);
  return c;
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

// Each share has scratch memory of its own.
static void run_f32(ck_layer_f32 layer, const ck_conv *c, int shares, const float *input, const float *weight,
                    const float *bias, float *output) {
  void *packed = check_allocate(layer.packed(c));
  layer.pack(c, weight, bias, packed);
  for (int i = 0; i < shares; i++)
    layer.run(c, (ck_share){i, shares}, input, packed, check_allocate(layer.scratch(c)), output);
}

static void check_f32(enum form form, const ck_conv *c, const ck_infer_kernels *kernels, uint32_t *state) {
  const ck_infer_kernels *reference = ck_infer_kernels_for(CK_ISA_REFERENCE);
  const float *input = random_reals(inputs(c), 1, state), *weight = random_reals(weights(c, form), 1, state);
  const float *bias = random_reals(c->out_c, 1, state);
  char text[200];
  describe(text, sizeof text, c, 1);
  CHECK_FLOATS(text, outputs(c), run_f32(layer_f32(k, form), c, 1, input, weight, bias, y));
  reference = kernels;  // shares must agree with the whole bit for bit
  for (int shares = 2; shares <= 3; shares++) {
    describe(text, sizeof text, c, shares);
    CHECK_INTEGERS(text, outputs(c) * sizeof(float),
                   run_f32(layer_f32(k, form), c, side ? shares : 1, input, weight, bias, (float *)y));
  }
  check_release();
}

static void run_i8(ck_layer_i8 layer, const ck_conv *c, ck_zero_points zero, int shares, const int8_t *input,
                   const int8_t *weight, const int32_t *bias, const float *multiplier, int8_t *output) {
  void *packed = check_allocate(layer.packed(c));
  layer.pack(c, zero, weight, bias, multiplier, packed);
  for (int i = 0; i < shares; i++)
    layer.run(c, zero, (ck_share){i, shares}, input, packed, check_allocate(layer.scratch(c)), output);
}

static void check_i8(enum form form, ck_conv *c, const ck_infer_kernels *kernels, uint32_t *state) {
  const ck_infer_kernels *reference = ck_infer_kernels_for(CK_ISA_REFERENCE);
  const ck_zero_points zero = {random_below(state, 256) - 128, random_below(state, 256) - 128};
  c->low = c->low == 0 ? (float)zero.output : -128;
  c->high = c->high == 0.5f ? (float)(zero.output + (127 - zero.output) / 2) : 127;
  const int8_t *input = random_bytes(inputs(c), state);
  int8_t *weight = random_bytes(weights(c, form), state);
  for (size_t i = 0; i < weights(c, form); i++) weight[i] = weight[i] == -128 ? 127 : weight[i];
  int32_t *bias = check_allocate(c->out_c * sizeof *bias);
  float *multiplier = check_allocate(c->out_c * sizeof *multiplier);
  for (int i = 0; i < c->out_c; i++) {
    bias[i] = random_below(state, 20001) - 10000;
    multiplier[i] = 0.0001f + 0.001f * (1 + random_real(state));
  }
  char text[200];
  describe(text, sizeof text, c, 1);
  CHECK_INTEGERS(text, outputs(c), run_i8(layer_i8(k, form), c, zero, 1, input, weight, bias, multiplier, y));
  reference = kernels;
  for (int shares = 2; shares <= 3; shares++) {
    describe(text, sizeof text, c, shares);
    CHECK_INTEGERS(text, outputs(c), run_i8(layer_i8(k, form), c, zero, side ? shares : 1, input, weight, bias,
                                            multiplier, y));
  }
  check_release();
}

static void run_dynamic(const ck_infer_kernels *kernels, const ck_conv *c, int shares, const float *input,
                        const int8_t *weight, const float *scale, const float *bias, float *output) {
  const ck_layer_dynamic layer = kernels->conv_dynamic;
  void *packed = check_allocate(layer.packed(c));
  layer.pack(c, weight, scale, bias, packed);
  for (int i = 0; i < shares; i++)
    layer.run(c, (ck_share){i, shares}, input, packed, check_allocate(layer.scratch(c)), output);
}

static void check_dynamic(const ck_conv *c, const ck_infer_kernels *kernels, uint32_t *state) {
  const ck_infer_kernels *reference = ck_infer_kernels_for(CK_ISA_REFERENCE);
  const float *input = random_reals(inputs(c), 3, state), *bias = random_reals(c->out_c, 1, state);
  const int8_t *weight = random_bytes(weights(c, convolution), state);
  float *scale = check_allocate(c->out_c * sizeof *scale);
  for (int i = 0; i < c->out_c; i++) scale[i] = 0.001f + 0.01f * (1 + random_real(state));
  char text[200];
  describe(text, sizeof text, c, 1);
  CHECK_FLOATS(text, outputs(c), run_dynamic(k, c, 1, input, weight, scale, bias, y));
  reference = kernels;  // shares must agree with the whole bit for bit
  for (int shares = 2; shares <= 3; shares++) {
    describe(text, sizeof text, c, shares);
    CHECK_INTEGERS(text, outputs(c) * sizeof(float),
                   run_dynamic(k, c, side ? shares : 1, input, weight, scale, bias, (float *)y));
  }
  check_release();
}

static void check_quantize(const ck_infer_kernels *kernels, uint32_t *state) {
  const ck_infer_kernels *reference = ck_infer_kernels_for(CK_ISA_REFERENCE);
  float *x = random_reals(100, 3, state);
  const float special[] = {NAN, INFINITY, -INFINITY, 0.05f, -0.05f};
  memcpy(x + 7, special, sizeof special);
  for (int count = 1; count <= 100; count++) {
    const int zero = random_below(state, 256) - 128;
    CHECK_INTEGERS("quantize", count, k->quantize(x, count, 0.02f, zero, y));
  }
  check_release();
}

void check_convolutions(ck_isa isa) {
  const ck_infer_kernels *kernels = ck_infer_kernels_for(isa);
  uint32_t state = 1;
  for (enum form form = convolution; form <= transposed; form++) {
    for (int i = 0; i < 150; i++) {
      ck_conv c = random_conv(form, &state);
      check_f32(form, &c, kernels, &state);
      if (form == convolution) check_dynamic(&c, kernels, &state);
      check_i8(form, &c, kernels, &state);
    }
    if (form == convolution) {
      // So many channels that Winograd's algorithm takes its patches in blocks.
      ck_conv wide = {5, 7, 1100, 3, 3, 1, 1, 1, 1, 1, 5, 7, 33, 1, 1, 0, INFINITY};
      check_f32(form, &wide, kernels, &state);
      check_i8(form, &wide, kernels, &state);
    }
    check_report(form_names[form]);
  }
  check_quantize(kernels, &state);
  check_report("infer quantize");
}
