// Inference row by row and element by element, and the pooling of sequences and images, in float and int8.

#include <string.h>

#include "CKernels.h"
#include "kernel_check.h"

static void check_rows(const ck_infer_seq_kernels *kernels, const ck_infer_seq_kernels *reference, int rows,
                       int features, uint32_t *state) {
  const size_t n = (size_t)rows * features, pitch = features + 2;
  const float *x = random_reals(n, 4, state);
  const float *gamma = random_reals(features, 1, state), *beta = random_reals(features, 1, state);
  CHECK_FLOATS("layer_norm_f32", n, k->layer_norm_f32(rows, features, x, gamma, beta, 1e-3f, y));
  CHECK_FLOATS("softmax_f32", n, k->softmax_f32(rows, features, x, y));

  const int8_t *q = random_bytes(n, state);
  const float *steep = random_reals(features, 50, state), *offset = random_reals(features, 20, state);
  const ck_zero_points zero = {random_below(state, 256) - 128, random_below(state, 256) - 128};
  CHECK_INTEGERS("layer_norm_i8", n, k->layer_norm_i8(rows, features, q, steep, offset, 2.5, zero.output, y));
  CHECK_INTEGERS("requantize", rows * pitch, k->requantize(rows, features, q, zero, 0.77f, y, pitch));
  check_release();
}

static void check_elementwise(const ck_infer_seq_kernels *kernels, const ck_infer_seq_kernels *reference, int n,
                              uint32_t *state) {
  const float *x[3];
  const int8_t *q[3];
  for (int i = 0; i < 3; i++) x[i] = random_reals(n, 9, state), q[i] = random_bytes(n, state);
  for (ck_activation f = CK_RELU; f <= CK_SIGMOID; f++)
    CHECK_FLOATS("activation_f32", n, k->activation_f32(f, n, x[0], y));

  const int32_t zero[3] = {5, -100, 0}, y_zero = random_below(state, 256) - 128;
  const float factor[3] = {0.7f, 0.3001f, 1.2f};
  for (int inputs = 2; inputs <= 3; inputs++) {
    for (int relu = 0; relu <= 1; relu++) {
      CHECK_FLOATS("add_f32", n, k->add_f32(n, inputs, x, relu, y));
      CHECK_FLOATS("multiply_f32", n, k->multiply_f32(n, inputs, x, relu, y));
      CHECK_INTEGERS("add_i8", n, k->add_i8(n, inputs, q, zero, factor, relu, y_zero, y));
      CHECK_INTEGERS("multiply_i8", n, k->multiply_i8(n, inputs, q, zero, 0.0031f, relu, y_zero, y));
    }
  }
  check_release();
}

static void check_windows(const ck_infer_seq_kernels *kernels, const ck_infer_seq_kernels *reference, int channels,
                          uint32_t *state) {
  ck_windows w = {.height = 1 + random_below(state, 9), .width = 1 + random_below(state, 9), .channels = channels};
  w.size_y = 1 + random_below(state, w.height), w.size_x = 1 + random_below(state, w.width);
  w.stride_y = 1 + random_below(state, 3), w.stride_x = 1 + random_below(state, 3);
  const size_t n = (size_t)w.height * w.width * channels;
  const size_t outputs =
      (size_t)((w.height - w.size_y) / w.stride_y + 1) * ((w.width - w.size_x) / w.stride_x + 1) * channels;
  const float *x = random_reals(n, 1, state);
  const int8_t *q = random_bytes(n, state);
  const ck_zero_points zero = {random_below(state, 256) - 128, random_below(state, 256) - 128};
  CHECK_FLOATS("average_pool_f32", outputs, k->average_pool_f32(&w, x, y));
  CHECK_FLOATS("max_pool_f32", outputs, k->max_pool_f32(&w, x, y));
  CHECK_INTEGERS("average_pool_i8", outputs, k->average_pool_i8(&w, q, zero, 0.9f, y));
  CHECK_INTEGERS("max_pool_i8", outputs, k->max_pool_i8(&w, q, y));
  check_release();
}

static void check_global_pools(const ck_infer_seq_kernels *kernels, const ck_infer_seq_kernels *reference, int rows,
                               int channels, uint32_t *state) {
  const size_t n = (size_t)rows * channels;
  const float *x = random_reals(n, 1, state);
  const int8_t *q = random_bytes(n, state);
  const ck_zero_points zero = {random_below(state, 256) - 128, random_below(state, 256) - 128};
  int8_t *mask = random_below(state, 3) ? random_mask(rows, state) : NULL;
  if (mask && random_below(state, 4) == 0) memset(mask, 0, rows);
  const float *real_mask = mask ? reals_of(mask, rows) : NULL;
  CHECK_FLOATS("global_average_f32", channels, k->global_average_f32(rows, channels, x, real_mask, y));
  CHECK_FLOATS("global_max_f32", channels, k->global_max_f32(rows, channels, x, real_mask, y));
  CHECK_INTEGERS("global_average_i8", channels, k->global_average_i8(rows, channels, q, mask, zero, 0.9f, y));
  CHECK_INTEGERS("global_max_i8", channels, k->global_max_i8(rows, channels, q, mask, zero.output, y));
  check_release();
}

void check_elements(ck_isa isa) {
  const ck_infer_seq_kernels *kernels = ck_infer_seq_kernels_for(isa);
  const ck_infer_seq_kernels *reference = ck_infer_seq_kernels_for(CK_ISA_REFERENCE);
  uint32_t state = 8;
  for (int i = 0; i < CHECK_SIZES; i++)
    for (int j = 0; j < CHECK_SIZES; j++) check_rows(kernels, reference, check_sizes[i], check_sizes[j], &state);
  check_report("infer_seq rows");
  for (int n = 1; n < 140; n++) check_elementwise(kernels, reference, n, &state);
  check_report("infer_seq elements");
  for (int channels = 1; channels < 140; channels++) check_windows(kernels, reference, channels, &state);
  for (int i = 0; i < CHECK_SIZES; i++)
    for (int j = 0; j < CHECK_SIZES; j++)
      check_global_pools(kernels, reference, check_sizes[i], check_sizes[j], &state);
  check_report("infer_seq pooling");
}
