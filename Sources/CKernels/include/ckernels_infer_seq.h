#ifndef CKERNELS_INFER_SEQ_H
#define CKERNELS_INFER_SEQ_H

// Inference kernels for everything that is not a convolution: recurrent layers, attention, embeddings,
// normalization and operations element by element, one example at a time, in float and in 8-bit integers.
//
// Arrays are row-major, the features last. Packed parameters and scratch memory begin at multiples of 64
// bytes. No kernel allocates or starts threads.
//
// The float forms agree between instruction sets to rounding. The int8 forms are defined exactly below and
// agree bit for bit: real = scale * (q - zero); `round` is to the nearest integer, ties to even; `clamp` is
// to -128...127; arithmetic written with floats is single precision, in the order and with the parentheses
// written, never fused. `exp`, `sigmoid` and `tanh` in int8 forms are the functions of
// InferenceSequence/functions.h, whose errors are stated there.
//
// A mask holds one number for each position: 0 leaves the position out. The float forms read floats, the
// int8 forms int8 with scale 1 and zero point 0. A null mask leaves nothing out.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ckernels_dispatch.h"
#include "ckernels_infer.h"

// A cell's number is how many gates it has.
typedef enum ck_cell {
  CK_GRU = 3,   // gates z, r, n: h' = z * h + (1 - z) * n, n = tanh(x Wn + bn + r * (h Un + cn))
  CK_LSTM = 4,  // gates i, f, g, o: c' = f * c + i * g, h' = o * tanh(c')
} ck_cell;

// A recurrent layer over a sequence [length][inputs]. Its result is [length][units] in the order of the
// input, or the last state [units]. A masked position leaves the state as it is.
typedef struct ck_recurrent {
  int32_t length, inputs, units;
  ck_cell cell;
  bool reversed;          // runs from the last position to the first
  bool returns_sequence;
} ck_recurrent;

// G is gates * units, the gates one after the other.
typedef struct ck_recurrent_f32 {
  const float *weight, *recurrent;  // [inputs][G], [units][G]
  const float *bias;                // [G]
  const float *recurrent_bias;      // [G]; read for a GRU only
} ck_recurrent_f32;

// Weights have zero point 0 and a scale for each column.
typedef struct ck_recurrent_i8 {
  const int8_t *weight, *recurrent;
  const float *bias, *recurrent_bias;  // real numbers, as above
  const float *weight_scale;           // [G]: scale of the input * scale of the column
  const float *recurrent_scale;        // [G]: scale of the state (the output) * scale of the column
} ck_recurrent_i8;

// Scaled dot-product attention: y = softmax(scale * q k^T) v for each head, side by side.
// q [queries][features], k [keys][features], v [keys][value_features], y [queries][value_features]; `heads`
// divides both numbers of features. Without a key that the mask lets through, y is 0.
typedef struct ck_attention {
  int32_t queries, keys, features, value_features, heads;
  float scale;  // positive; the int8 form reads `score_scale` instead
} ck_attention;

typedef struct ck_attention_i8 {
  int32_t q_zero, k_zero, v_zero, y_zero;
  float score_scale;   // scale * scale of q * scale of k
  float output_scale;  // scale of v / scale of y
} ck_attention_i8;

// The windows of a pooling layer over [height][width][channels]; what no window fits into is left out:
// (height - size_y) / stride_y + 1 rows of windows. A sequence has width 1.
typedef struct ck_windows {
  int32_t height, width, channels;
  int32_t size_y, size_x, stride_y, stride_x;
} ck_windows;

typedef enum ck_activation {
  CK_RELU,
  CK_RELU6,    // min(max(x, 0), 6)
  CK_GELU,     // x (1 + erf(x / sqrt 2)) / 2
  CK_SILU,     // x sigmoid(x)
  CK_TANH,
  CK_SIGMOID,
} ck_activation;

typedef struct ck_infer_seq_kernels {
  // ---- Recurrent layers ----

  // Bytes of packed parameters, and bytes that a call uses besides its input and output.
  size_t (*recurrent_f32_packed)(const ck_recurrent *layer);
  size_t (*recurrent_i8_packed)(const ck_recurrent *layer);
  size_t (*recurrent_f32_scratch)(const ck_recurrent *layer);
  size_t (*recurrent_i8_scratch)(const ck_recurrent *layer);

  void (*recurrent_f32_pack)(const ck_recurrent *layer, const ck_recurrent_f32 *parameters, void *packed);
  void (*recurrent_i8_pack)(const ck_recurrent *layer, const ck_recurrent_i8 *parameters, void *packed);

  void (*recurrent_f32)(const ck_recurrent *layer, const float *x, const float *mask, const void *packed,
                        void *scratch, float *y);

  // Matrix products are exact in 32 bits and read 8-bit inputs and states; gates, and the state that a step
  // hands to the next, are float. With h and c 0 at first, and per unit and gate
  //   in = (float)sum(weight * (x - zero.input)) * weight_scale + bias
  //   re = (float)sum(recurrent * (q - zero.output)) * recurrent_scale + recurrent_bias   (LSTM: no bias)
  //   q = clamp(round(h * (1 / state_scale)) + zero.output), the last output
  // a GRU step is   z = sigmoid(in + re), r = sigmoid(in + re), n = tanh(in + r * re), h = n + z * (h - n),
  // and an LSTM's   i, f, o = sigmoid(in + re), g = tanh(in + re), c = f * c + i * g, h = o * tanh(c).
  void (*recurrent_i8)(const ck_recurrent *layer, ck_zero_points zero, float state_scale, const int8_t *x,
                       const int8_t *mask, const void *packed, void *scratch, int8_t *y);

  // ---- Attention ----

  size_t (*attention_f32_scratch)(const ck_attention *attention);
  size_t (*attention_i8_scratch)(const ck_attention *attention);

  void (*attention_f32)(const ck_attention *attention, const float *q, const float *k, const float *v,
                        const float *mask, void *scratch, float *y);

  // Weights are 8-bit fractions of the row's largest, which is 255; they are divided by their sum at the
  // end, so they always add up to 1. With s = sum((q - q_zero) * (k - k_zero)) and m the largest s of the row,
  //   w = round(255 * exp((float)(s - m) * score_scale)), 0 where masked
  //   y = clamp(round((float)sum(w * (v - v_zero)) * (output_scale / (float)sum(w))) + y_zero)
  // Sums are exact: at most 16,000 features a head and 33,000 keys. Without a key, y is clamp(y_zero).
  void (*attention_i8)(const ck_attention *attention, const ck_attention_i8 *integers, const int8_t *q,
                       const int8_t *k, const int8_t *v, const int8_t *mask, void *scratch, int8_t *y);

  // ---- Rows: over the last axis ----

  // y = (x - mean) / sqrt(variance + epsilon) * gamma + beta, with the biased variance.
  void (*layer_norm_f32)(size_t rows, size_t features, const float *x, const float *gamma, const float *beta,
                         float epsilon, float *y);

  // `gamma` and `beta` are divided by the scale of y, `epsilon` by the square of the scale of x. With the
  // integers n = features, S = sum(x), D = n * sum(x * x) - S * S, and f in double precision:
  //   f = (float)(1 / sqrt(D + (n * n) * epsilon))
  //   y = clamp(round(((float)(n * x - S) * f) * gamma + beta) + zero)
  // At most 100,000 features.
  void (*layer_norm_i8)(size_t rows, size_t features, const int8_t *x, const float *gamma, const float *beta,
                        double epsilon, int32_t zero, int8_t *y);

  void (*softmax_f32)(size_t rows, size_t features, const float *x, float *y);

  // ---- Element by element ----

  void (*activation_f32)(ck_activation activation, size_t count, const float *x, float *y);

  // The sum and the product of `inputs` arrays; with `relu`, negative results become 0. y may be x[0].
  void (*add_f32)(size_t count, int32_t inputs, const float *const *x, bool relu, float *y);
  void (*multiply_f32)(size_t count, int32_t inputs, const float *const *x, bool relu, float *y);

  // y = clamp(round((..((float)(x0 - zero0) * factor0 + (float)(x1 - zero1) * factor1) + ..)) + zero), where
  // factor is scale of the input / scale of y. With `relu`, no less than `zero`.
  void (*add_i8)(size_t count, int32_t inputs, const int8_t *const *x, const int32_t *x_zero,
                 const float *factor, bool relu, int32_t zero, int8_t *y);

  // y = clamp(round((..((float)(x0 - zero0) * (float)(x1 - zero1)) * ..) * factor) + zero), where factor is
  // the product of the inputs' scales / scale of y.
  void (*multiply_i8)(size_t count, int32_t inputs, const int8_t *const *x, const int32_t *x_zero,
                      float factor, bool relu, int32_t zero, int8_t *y);

  // One input of a concatenation: rows of `features` to rows that are `pitch` elements apart.
  // y = clamp(round((float)(x - zero.input) * factor) + zero.output), factor = scale of x / scale of y
  void (*requantize)(size_t rows, size_t features, const int8_t *x, ck_zero_points zero, float factor,
                     int8_t *y, size_t pitch);

  // ---- Pooling ----

  void (*average_pool_f32)(const ck_windows *windows, const float *x, float *y);
  // y = clamp(round((float)sum(x - zero.input) * (factor / (float)n)) + zero.output), n elements a window,
  // factor = scale of x / scale of y
  void (*average_pool_i8)(const ck_windows *windows, const int8_t *x, ck_zero_points zero, float factor,
                          int8_t *y);
  void (*max_pool_f32)(const ck_windows *windows, const float *x, float *y);
  void (*max_pool_i8)(const ck_windows *windows, const int8_t *x, int8_t *y);

  // Over all `rows` of [rows][channels] that the mask lets through; 0 if there are none.
  void (*global_average_f32)(size_t rows, size_t channels, const float *x, const float *mask, float *y);
  void (*global_max_f32)(size_t rows, size_t channels, const float *x, const float *mask, float *y);
  // As average_pool_i8, with n the rows that count.
  void (*global_average_i8)(size_t rows, size_t channels, const int8_t *x, const int8_t *mask,
                            ck_zero_points zero, float factor, int8_t *y);
  // The scale stays; 0 is `zero`.
  void (*global_max_i8)(size_t rows, size_t channels, const int8_t *x, const int8_t *mask, int32_t zero,
                        int8_t *y);
} ck_infer_seq_kernels;

// The kernels of an instruction set that this processor runs.
const ck_infer_seq_kernels *ck_infer_seq_kernels_for(ck_isa isa);

// ---- One form for every instruction set: lookups, which memory bounds ----

// Row id of table [vocabulary][width] for each of `length` ids, floats that hold integers. An id that is not
// in the table reads row 0.
void ck_embedding_f32(size_t length, const float *ids, const float *table, int32_t vocabulary, size_t width,
                      float *y);
// The scale and zero point of y are the table's.
void ck_embedding_i8(size_t length, const float *ids, const int8_t *table, int32_t vocabulary, size_t width,
                     int8_t *y);

// The sum over j < hashes of row hash(j, id) % buckets of table [buckets][width]; ids count modulo 2^32.
void ck_hashed_embedding_f32(size_t length, const float *ids, const float *table, uint32_t buckets,
                             uint32_t hashes, size_t width, float *y);
// y = clamp(round((float)sum(row - zero.input) * factor) + zero.output), factor = scale of the table / of y
void ck_hashed_embedding_i8(size_t length, const float *ids, const int8_t *table, uint32_t buckets,
                            uint32_t hashes, size_t width, ck_zero_points zero, float factor, int8_t *y);

// Feature f of an id is -1, 0 or 1 by two bits of hash(f, id): 2 is -1, 1 is 1, 0 and 3 are 0 (Kaliamoorthi et
// al., "PRADO", 2019). The int8 form has scale 1 and zero point 0.
void ck_projection_f32(size_t length, const float *ids, size_t features, float *y);
void ck_projection_i8(size_t length, const float *ids, size_t features, int8_t *y);

// 1 where the id is not 0. The int8 form has scale 1 and zero point 0.
void ck_padding_mask_f32(size_t length, const float *ids, float *y);
void ck_padding_mask_i8(size_t length, const float *ids, int8_t *y);

// A function of one int8 as a table of 256 results: y = table[x + 128].
// table[x + 128] = clamp(round(f(x_scale * (x - zero.input)) / y_scale) + zero.output), in double precision
void ck_activation_table(ck_activation activation, float x_scale, float y_scale, ck_zero_points zero,
                         int8_t table[256]);
void ck_lookup_i8(size_t count, const int8_t *x, const int8_t table[256], int8_t *y);

// Softmax over rows. `exponentials`[d] = round(2^20 * exp(-x_scale * d)) for a distance d from the row's
// largest, in double precision.
void ck_softmax_table(float x_scale, uint32_t exponentials[256]);
// y = clamp(round((float)e * (1 / ((float)sum(e) * y_scale))) + zero), with e = exponentials[max(x) - x]
void ck_softmax_i8(size_t rows, size_t features, const int8_t *x, const uint32_t exponentials[256],
                   float y_scale, int32_t zero, int8_t *y);

// One input of a concatenation: rows of `row` bytes to rows that are `pitch` bytes apart.
void ck_copy_rows(size_t rows, size_t row, const void *x, void *y, size_t pitch);

#endif
