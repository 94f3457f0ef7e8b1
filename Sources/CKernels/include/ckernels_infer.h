#ifndef CKERNELS_INFER_H
#define CKERNELS_INFER_H

// Inference kernels: fused convolutions over one image at a time, in float and in 8-bit integers.
//
// A dense layer is a convolution whose image and kernel are 1 by 1; a convolution of a sequence has images
// and kernels of one row. Weights, biases and multipliers are packed once per program, in panels of as many
// outputs as the instruction set likes best. No kernel allocates or starts threads.

#include <stddef.h>
#include <stdint.h>

#include "ckernels_dispatch.h"

// The extents of a fused convolution, clamp and max pool. Images are [height][width][channels].
//
// The caller's border handling is part of the kernel: `pad_*` rows and columns of zeros surround the
// input. `out_h` and `out_w` count pooled outputs; convolution outputs that pooling would drop are
// never computed.
typedef struct ck_conv {
  int32_t in_h, in_w, in_c;
  int32_t kernel_h, kernel_w, stride;
  int32_t pad_top, pad_left, pad_bottom, pad_right;
  int32_t out_h, out_w, out_c;
  int32_t pool_h, pool_w;  // the pooling window, which is its stride too; 1 by 1 pools nothing
  float low, high;  // results are clamped to these: ReLU is 0 and infinity; int8: values of q, -128...127
} ck_conv;

// The integers of an int8 layer: real = scale * (q - zero).
typedef struct ck_zero_points {
  int32_t input, output;
} ck_zero_points;

// One of `count` parts of a call. The parts write disjoint results, run in any order and at the same time, each
// with scratch memory of its own; together they give what the one part 0 of 1 gives.
typedef struct ck_share {
  int32_t index, count;
} ck_share;

// One kind of layer in float.
typedef struct ck_layer_f32 {
  // Bytes for packed parameters, and bytes that a share uses besides its input and output; both at 64-byte
  // alignment.
  size_t (*packed)(const ck_conv *conv);
  size_t (*scratch)(const ck_conv *conv);
  void (*pack)(const ck_conv *conv, const float *weight, const float *bias, void *packed);
  // input: [in_h][in_w][in_c], output: [out_h][out_w][out_c].
  void (*run)(const ck_conv *conv, ck_share share, const float *input, const void *packed, void *scratch,
              float *output);
} ck_layer_f32;

// The same in integers, exactly:
//   q = clamp(round_half_even((float)(sum + bias) * multiplier) + zero.output)
// where sum = weight * (input - zero.input) in 32 bits. `multiplier` is positive, one for each output.
typedef struct ck_layer_i8 {
  size_t (*packed)(const ck_conv *conv);
  size_t (*scratch)(const ck_conv *conv);
  void (*pack)(const ck_conv *conv, ck_zero_points zero, const int8_t *weight, const int32_t *bias,
               const float *multiplier, void *packed);
  void (*run)(const ck_conv *conv, ck_zero_points zero, ck_share share, const int8_t *input,
              const void *packed, void *scratch, int8_t *output);
} ck_layer_i8;

// A convolution that rounds its input to 8 bits at a scale found at run time, and multiplies integers:
//   scale = max(|input|) / 127, q = round_half_even(input / scale)
//   output = clamp((float)sum * (weight_scale * scale) + bias), sum = weight * q in 32 bits
typedef struct ck_layer_dynamic {
  size_t (*packed)(const ck_conv *conv);
  size_t (*scratch)(const ck_conv *conv);
  void (*pack)(const ck_conv *conv, const int8_t *weight, const float *weight_scale, const float *bias, void *packed);
  void (*run)(const ck_conv *conv, ck_share share, const float *input, const void *packed, void *scratch,
              float *output);
} ck_layer_dynamic;

typedef struct ck_infer_kernels {
  // weight: [kernel_h][kernel_w][in_c][out_c], bias: [out_c], multiplier: [out_c].
  ck_layer_f32 conv_f32;
  ck_layer_i8 conv_i8;
  ck_layer_dynamic conv_dynamic;

  // Each channel on its own: out_c = in_c, weight: [kernel_h][kernel_w][in_c]. Does not pool.
  ck_layer_f32 depthwise_f32;
  ck_layer_i8 depthwise_i8;

  // Each input pixel adds its product with the kernel to the outputs from `stride` times its position; the
  // first `pad_top` rows and `pad_left` columns are cropped, and what no kernel reaches is the bias.
  //   output[y][x] = bias + sum of input[iy][ix] * weight[ky][kx] over iy * stride + ky = y + pad_top, ...
  // weight: [kernel_h][kernel_w][in_c][out_c]. Does not pool; pad_bottom and pad_right are not read.
  ck_layer_f32 transposed_f32;
  ck_layer_i8 transposed_i8;

  // output = clamp(round_half_even(input / scale) + zero); not a number becomes the lowest value.
  void (*quantize)(const float *input, size_t count, float scale, int32_t zero, int8_t *output);
} ck_infer_kernels;

// The kernels of an instruction set that this processor runs.
const ck_infer_kernels *ck_infer_kernels_for(ck_isa isa);

// What is rare or memory-bound has one form for every instruction set.

// output = input * factor + offset per channel (the last axis), with ReLU on request.
void ck_scale_f32(const float *input, size_t pixels, size_t channels, const float *factor,
                  const float *offset, int32_t relu, float *output);

// output = clamp(round_half_even((input - zero.input) * factor + offset) + zero.output)
void ck_scale_i8(const int8_t *input, size_t pixels, size_t channels, const float *factor,
                 const float *offset, ck_zero_points zero, int32_t relu, int8_t *output);

// output = scale * (input - zero)
void ck_dequantize(const int8_t *input, size_t count, float scale, int32_t zero, float *output);

#endif
