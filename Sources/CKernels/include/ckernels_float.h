#ifndef CKERNELS_FLOAT_H
#define CKERNELS_FLOAT_H

#include <stdbool.h>
#include <stdint.h>

#include "ckernels_dispatch.h"

// Single-precision kernels for training. Every array is row-major, channels last; strides count floats.
// "Per channel" arrays hold one number for each of `channels`. No kernel allocates or starts threads.

// The columns of B come in panels of this many.
enum { CK_PANEL = 16 };

// For each block i:  C_i [m x n] = bias + sum over segments s of A_(i,s) [m x k] B_s [k x n].
//
// Free strides let one kernel be every product of training. A convolution is a product whose A rows are
// overlapping windows of an image row, with one segment for each kernel row; its weight gradient has A
// transposed, with one segment for each image row.
typedef struct ck_gemm {
  int64_t m, n, k, segments, blocks;
  // Element (row, depth) of A_(i,s): a[i * a_block + s * a_segment + row * a_row + depth * a_depth].
  const float *a;
  int64_t a_row, a_depth, a_segment, a_block;
  // Element (depth, column) of B_s: b[s * b_segment + depth * b_depth + column % 16 + column / 16 * b_panel].
  // A plain matrix has b_panel = 16. Whole panels are read: up to 15 floats past the last column.
  const float *b;
  int64_t b_depth, b_panel, b_segment;
  // Element (row, column) of C_i: c[i * c_block + row * c_row + column].
  float *c;
  int64_t c_row, c_block;
  const float *bias;  // one for each column, or null
  bool accumulate;    // adds to C instead of replacing it
} ck_gemm;

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
