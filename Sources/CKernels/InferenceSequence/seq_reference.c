// The kernels for sequences as plain loops: what every other variant is compared with.

#include <math.h>

#include "seq_tables.h"

#define REAL float
#define BITS uint32_t
#include "functions.h"

static int8_t quantized(float real, int32_t low, int32_t zero) {
  return (int8_t)((int32_t)rintf(fminf(fmaxf(real, (float)(low - zero)), (float)(127 - zero))) + zero);
}

#include "reference_attention.h"
#include "reference_pooling.h"
#include "reference_recurrent.h"

// ---- Rows ----

static void layer_norm_f32(size_t rows, size_t features, const float *x, const float *gamma, const float *beta,
                           float epsilon, float *y) {
  for (size_t r = 0; r < rows; r++, x += features, y += features) {
    double mean = 0, variance = 0;
    for (size_t i = 0; i < features; i++) mean += x[i] / (double)features;
    for (size_t i = 0; i < features; i++) variance += (x[i] - mean) * (x[i] - mean) / (double)features;
    for (size_t i = 0; i < features; i++) {
      y[i] = (float)((x[i] - mean) / sqrt(variance + epsilon)) * gamma[i] + beta[i];
    }
  }
}

static void layer_norm_i8(size_t rows, size_t features, const int8_t *x, const float *gamma, const float *beta,
                          double epsilon, int32_t zero, int8_t *y) {
  const int64_t n = (int64_t)features;
  for (size_t r = 0; r < rows; r++, x += features, y += features) {
    int64_t sum = 0, squares = 0;
    for (size_t i = 0; i < features; i++) sum += x[i], squares += x[i] * x[i];
    const double deviation = (double)(n * squares - sum * sum);
    const float factor = (float)(1 / sqrt(deviation + ((double)n * (double)n) * epsilon));
    for (size_t i = 0; i < features; i++) {
      y[i] = quantized(((float)(n * x[i] - sum) * factor) * gamma[i] + beta[i], -128, zero);
    }
  }
}

static void softmax_f32(size_t rows, size_t features, const float *x, float *y) {
  for (size_t r = 0; r < rows; r++, x += features, y += features) {
    float most = -INFINITY, sum = 0;
    for (size_t i = 0; i < features; i++) most = fmaxf(most, x[i]);
    for (size_t i = 0; i < features; i++) sum += expf(x[i] - most);
    for (size_t i = 0; i < features; i++) y[i] = expf(x[i] - most) / sum;
  }
}

// ---- Element by element ----

static float activated(ck_activation activation, float x) {
  switch (activation) {
    case CK_RELU: return fmaxf(x, 0);
    case CK_RELU6: return fminf(fmaxf(x, 0), 6);
    case CK_GELU: return x * (1 + erff(x * 0.70710678f)) / 2;
    case CK_SILU: return x / (1 + expf(-x));
    case CK_TANH: return tanhf(x);
    case CK_SIGMOID: return 1 / (1 + expf(-x));
  }
  return x;
}

static void activation_f32(ck_activation activation, size_t count, const float *x, float *y) {
  for (size_t i = 0; i < count; i++) y[i] = activated(activation, x[i]);
}

static void add_f32(size_t count, int32_t inputs, const float *const *x, bool relu, float *y) {
  for (size_t i = 0; i < count; i++) {
    float sum = x[0][i];
    for (int32_t j = 1; j < inputs; j++) sum += x[j][i];
    y[i] = relu ? fmaxf(sum, 0) : sum;
  }
}

static void multiply_f32(size_t count, int32_t inputs, const float *const *x, bool relu, float *y) {
  for (size_t i = 0; i < count; i++) {
    float product = x[0][i];
    for (int32_t j = 1; j < inputs; j++) product *= x[j][i];
    y[i] = relu ? fmaxf(product, 0) : product;
  }
}

static void add_i8(size_t count, int32_t inputs, const int8_t *const *x, const int32_t *x_zero,
                   const float *factor, bool relu, int32_t zero, int8_t *y) {
  for (size_t i = 0; i < count; i++) {
    float sum = (float)(x[0][i] - x_zero[0]) * factor[0];
    for (int32_t j = 1; j < inputs; j++) sum = sum + (float)(x[j][i] - x_zero[j]) * factor[j];
    y[i] = quantized(sum, relu ? zero : -128, zero);
  }
}

static void multiply_i8(size_t count, int32_t inputs, const int8_t *const *x, const int32_t *x_zero,
                        float factor, bool relu, int32_t zero, int8_t *y) {
  for (size_t i = 0; i < count; i++) {
    float product = (float)(x[0][i] - x_zero[0]);
    for (int32_t j = 1; j < inputs; j++) product = product * (float)(x[j][i] - x_zero[j]);
    y[i] = quantized(product * factor, relu ? zero : -128, zero);
  }
}

static void requantize(size_t rows, size_t features, const int8_t *x, ck_zero_points zero, float factor,
                       int8_t *y, size_t pitch) {
  for (size_t r = 0; r < rows; r++) {
    for (size_t i = 0; i < features; i++) {
      y[r * pitch + i] = quantized((float)(x[r * features + i] - zero.input) * factor, -128, zero.output);
    }
  }
}

const ck_infer_seq_kernels ck_infer_seq_reference = {
  .recurrent_f32_packed = recurrent_f32_packed,
  .recurrent_i8_packed = recurrent_i8_packed,
  .recurrent_f32_scratch = recurrent_f32_scratch,
  .recurrent_i8_scratch = recurrent_i8_scratch,
  .recurrent_f32_pack = recurrent_f32_pack,
  .recurrent_i8_pack = recurrent_i8_pack,
  .recurrent_f32 = recurrent_f32,
  .recurrent_i8 = recurrent_i8,
  .attention_f32_scratch = attention_scratch,
  .attention_i8_scratch = attention_scratch,
  .attention_f32 = attention_f32,
  .attention_i8 = attention_i8,
  .layer_norm_f32 = layer_norm_f32,
  .layer_norm_i8 = layer_norm_i8,
  .softmax_f32 = softmax_f32,
  .activation_f32 = activation_f32,
  .add_f32 = add_f32,
  .multiply_f32 = multiply_f32,
  .add_i8 = add_i8,
  .multiply_i8 = multiply_i8,
  .requantize = requantize,
  .average_pool_f32 = average_pool_f32,
  .average_pool_i8 = average_pool_i8,
  .max_pool_f32 = max_pool_f32,
  .max_pool_i8 = max_pool_i8,
  .global_average_f32 = global_average_f32,
  .global_max_f32 = global_max_f32,
  .global_average_i8 = global_average_i8,
  .global_max_i8 = global_max_i8,
};
