#ifndef CKERNELS_DEPTHWISE_H
#define CKERNELS_DEPTHWISE_H

#include <stdint.h>

#include "ckernels_dispatch.h"

// Single-precision training kernels in which windows slide over an image and each channel minds its own
// business: depthwise convolution and pooling. Images are row-major, channels last. No kernel allocates or
// starts threads; each computes a range of rows of its result, so that callers can share an image out.

// Windows of kernel_height x kernel_width, `stride` apart both ways, over one image
// [height x width x channels] with `above` rows and `left` columns of zeros before it.
// Output (i, j) sees pixel (i * stride + p - above, j * stride + q - left) at kernel position (p, q); what
// lies outside the image counts as zero.
typedef struct ck_depthwise {
  int64_t height, width, channels;
  int64_t kernel_height, kernel_width, stride;
  int64_t above, left;
  int64_t output_height, output_width;
} ck_depthwise;

typedef struct ck_depthwise_kernels {
  // Rows first..<first+count of y [output_height x output_width x channels]:
  // y = bias + sum over the window of x * weight. `weight` is [kernel_height x kernel_width x channels];
  // `bias` may be null.
  void (*convolve)(const ck_depthwise *windows, int64_t first, int64_t count, const float *x, const float *weight,
                   const float *bias, float *y);

  // Rows first..<first+count of dx [height x width x channels].
  void (*input_gradient)(const ck_depthwise *windows, int64_t first, int64_t count, const float *dy,
                         const float *weight, float *dx);

  // dweight += the share of rows first..<first+count of dy.
  void (*weight_gradient)(const ck_depthwise *windows, int64_t first, int64_t count, const float *x,
                          const float *dy, float *dweight);

  // Rows first..<first+count of y, the maximum of each window, and of `winner`, the pixel (row * width + column)
  // that was the first to have it. Windows must lie inside the image.
  void (*max_pool)(const ck_depthwise *windows, int64_t first, int64_t count, const float *x, float *y,
                   int32_t *winner);

  // Rows first..<first+count of dx: the sum of dy over the windows that the pixel won.
  void (*max_pool_gradient)(const ck_depthwise *windows, int64_t first, int64_t count, const float *dy,
                            const int32_t *winner, float *dx);
} ck_depthwise_kernels;

// The kernels of an instruction set that this processor runs.
const ck_depthwise_kernels *ck_depthwise_kernels_for(ck_isa isa);

#endif
