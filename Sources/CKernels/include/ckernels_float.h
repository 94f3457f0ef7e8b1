#ifndef CKERNELS_FLOAT_H
#define CKERNELS_FLOAT_H

#include <stdbool.h>
#include <stdint.h>

#include "ckernels_dispatch.h"

// Single-precision kernels for training. Every array is row-major, channels last; strides count floats.
// "Per channel" arrays hold one number for each of `channels`. No kernel allocates or starts threads.

// The columns of B come in panels of this many.
enum { CK_PANEL = 16 };

// C [m x n] = A [m x k] B [k x n] + bias, where rows and depth may each be made of three nested loops.
//
// Free strides let one kernel be every product of training. The rows of a convolution are the pixels of the
// result: `images` of `blocks` rows of `m`. Its depth is the kernel: `segments` rows of `k` = width * channels.
// The weight gradient has these the other way round: its depth is all pixels, `parts` images of `segments` rows.
typedef struct ck_gemm {
  int64_t n;
  int64_t m, blocks, images;  // rows of C: m * blocks * images
  int64_t k, segments, parts;  // depth: k * segments * parts, more than 0
  // Element (row, depth) of A: a[row * a_row + block * a_block + image * a_image
  //                              + step * a_depth + segment * a_segment + part * a_part].
  const float *a;
  int64_t a_row, a_block, a_image, a_depth, a_segment, a_part;
  // Element (depth, column) of B: b[depth * b_depth + column % 16 + column / 16 * b_panel], where depth counts
  // through segments and parts. A plain matrix has b_panel = 16. Whole panels are read: up to 15 floats past
  // the last column.
  const float *b;
  int64_t b_depth, b_panel;
  // Element (row, column) of C: c[row * c_row + block * c_block + image * c_image + column].
  float *c;
  int64_t c_row, c_block, c_image;
  const float *bias;  // one for each column, or null
  bool accumulate;    // adds to C instead of replacing it
} ck_gemm;

// Tiles of 2 x 2 pixels over an image [height x width x channels] of even extents, each with 16 numbers for a channel,
// one in each of 16 planes [tiles x channels]: what Winograd's convolution of stride 1 with a kernel of 3 x 3
// multiplies (Lavin and Gray, "Fast algorithms for convolutional neural networks", 2016).
typedef struct ck_winograd {
  int64_t height, width, channels;
  int64_t row, pixel;  // floats from a row, and from a pixel, of the image to the next
  int64_t plane;       // floats from a plane to the next
} ck_winograd;

// Pooling windows of size x size side by side over one image [height x width x channels].
typedef struct ck_pool {
  int64_t height, width, channels, size;
} ck_pool;

// Batch normalization as (x - mean) * scale + offset, per channel.
typedef struct ck_affine {
  const float *mean, *scale, *offset;
} ck_affine;

typedef struct ck_adam {
  float rate;  // the learning rate with both bias corrections: rate * sqrt(1 - beta2^t) / (1 - beta1^t)
  float beta1, beta2, epsilon;
} ck_adam;

typedef struct ck_float_kernels {
  void (*gemm)(const ck_gemm *product);

  // What gemm is measured by: `turns` rounds of multiply-adds that need registers only. Gives the number of
  // floating-point operations, and a number that depends on all of them.
  int64_t (*multiply_add_peak)(int64_t turns, float *result);

  // For each tile of the output, v = B^T x B of the 4 x 4 pixels of x under it.
  void (*winograd_input)(const ck_winograd *output, const float *x, float *v);
  // y = A^T m A + bias; bias may be null.
  void (*winograd_output)(const ck_winograd *output, const float *m, const float *bias, float *y);
  // u = G g G^T: from 9 planes, `plane` floats apart, to 16; the first `count` numbers of each.
  void (*winograd_kernel)(int64_t count, int64_t plane, const float *g, float *u);

  // y += x
  void (*add)(int64_t count, const float *x, float *y);

  // y = max(x, 0); dx = dy where y > 0, else 0
  void (*relu)(int64_t count, const float *x, float *y);
  void (*relu_gradient)(int64_t count, const float *y, const float *dy, float *dx);

  // Per channel: the mean, and the sum of squared deviations from it.
  void (*moments)(int64_t rows, int64_t channels, const float *x, float *mean, float *deviation);

  // y = (x - mean) * scale + offset
  void (*normalize)(int64_t rows, int64_t channels, const float *x, const ck_affine *affine, float *y);

  // Per channel: sum of dy, and sum of dy * (x - mean).
  void (*normalize_sums)(int64_t rows, int64_t channels, const float *x, const float *dy, const float *mean,
                         float *sum, float *product);

  // dx = dy * affine.scale + affine.offset + (x - affine.mean) * slope
  void (*normalize_gradient)(int64_t rows, int64_t channels, const float *x, const float *dy,
                             const ck_affine *affine, const float *slope, float *dx);

  // y = max(normalize(x), 0)
  void (*normalize_relu)(int64_t rows, int64_t channels, const float *x, const ck_affine *affine, float *y);
  // normalize_sums and normalize_gradient, where dy counts only if normalize_relu(x), with the affine of the
  // forward pass, is above 0.
  void (*normalize_relu_sums)(int64_t rows, int64_t channels, const float *x, const float *dy,
                              const ck_affine *affine, float *sum, float *product);
  void (*normalize_relu_gradient)(int64_t rows, int64_t channels, const float *x, const float *dy,
                                  const ck_affine *forward, const ck_affine *affine, const float *slope,
                                  float *dx);

  // The maximum of each window, and which of its elements, in row-major order, was the first to have it.
  void (*max_pool)(const ck_pool *pool, const float *x, float *y, uint8_t *winner);
  // dx = dy at the winners, 0 elsewhere.
  void (*max_pool_gradient)(const ck_pool *pool, const float *dy, const uint8_t *winner, float *dx);

  // y = max_pool(relu(normalize(x))) in one pass; also keeps each winner's x.
  void (*normalize_relu_pool)(const ck_pool *pool, const float *x, const ck_affine *affine, float *y,
                              uint8_t *winner, float *winner_x);
  // normalize_gradient, where dy reaches the winners only.
  void (*normalize_pool_gradient)(const ck_pool *pool, const float *x, const float *dy, const uint8_t *winner,
                                  const ck_affine *affine, const float *slope, float *dx);

  // m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2;  w -= rate m / (sqrt(v) + epsilon)
  void (*adam)(int64_t count, const ck_adam *adam, const float *g, float *m, float *v, float *w);

  // y = 0 where the hash of `key` and the position `first` + i is below `threshold`, else x * scale.
  void (*dropout)(int64_t count, uint64_t key, int64_t first, uint32_t threshold, float scale, const float *x,
                  float *y);
} ck_float_kernels;

// The kernels of an instruction set that this processor runs.
const ck_float_kernels *ck_float_kernels_for(ck_isa isa);

#endif
