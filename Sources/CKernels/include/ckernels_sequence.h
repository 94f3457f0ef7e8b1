#ifndef CKERNELS_SEQUENCE_H
#define CKERNELS_SEQUENCE_H

// Single-precision kernels for training sequence models: activations, softmax, layer normalization, the gates of
// recurrent cells, negative sampling. Forward and gradient side by side.
//
// Every array is row-major, features last; strides count floats. Exponentials and their kin have the errors that
// InferenceSequence/functions.h states. No kernel allocates or starts threads.

#include <stdint.h>

#include "ckernels_dispatch.h"
#include "ckernels_infer_seq.h"

// One time step of a recurrent cell for a batch of `rows`, in place in `gates`.
//
// Where `mask` is 0, the step leaves the state of the row as it was. Rows of an array begin `..._row` floats apart;
// a distance of 0 makes one row serve for all.
typedef struct ck_cell_step {
  int64_t rows, units;
  float *gates;  // [rows][4 * units]
  int64_t gates_row;
  const float *h_before, *c_before;  // [rows][units]: the state before; c for an LSTM
  int64_t before_row;
  float *h, *c;  // [rows][units]: the state after
  int64_t after_row;
  const float *mask;  // [rows], or null
  int64_t mask_row;
  const float *recurrent;  // GRU, forward: [rows][3 * units], h Uz + cz, h Ur + cr, h Un + cn
  const float *dy;         // gradient: of h by its other uses, or null
  int64_t dy_row;
  float *dh, *dc;  // gradient: [rows][units] of the state after becomes the share of the state before
} ck_cell_step;

typedef struct ck_sequence_kernels {
  // ---- Element by element ----

  void (*activation)(ck_activation activation, int64_t count, const float *x, float *y);
  // dx = dy * f'(x); y is f(x).
  void (*activation_gradient)(ck_activation activation, int64_t count, const float *x, const float *y,
                              const float *dy, float *dx);
  // y = a * b
  void (*multiply)(int64_t count, const float *a, const float *b, float *y);

  // ---- Rows ----

  // y = softmax(scale * x) of each row, where `mask` [columns], unless null, leaves out the columns that are 0: y is
  // 0 there. y may be x.
  void (*softmax)(int64_t rows, int64_t columns, float scale, const float *mask, const float *x, float *y);
  // dx = scale * y * (dy - sum(y * dy)); dx may be dy.
  void (*softmax_gradient)(int64_t rows, int64_t columns, float scale, const float *y, const float *dy, float *dx);

  // y = gamma * (x - mean) * inverse + beta with inverse = 1 / sqrt(variance + epsilon), the biased variance of the
  // row. `mean` and `inverse` hold one number for each row.
  void (*layer_norm)(int64_t rows, int64_t columns, float epsilon, const float *x, const float *gamma,
                     const float *beta, float *y, float *mean, float *inverse);
  // With x' = (x - mean) * inverse and g = gamma * dy:  dx = inverse * (g - average(g) - x' * average(g * x')),
  // dgamma += sum over rows of dy * x',  dbeta += sum over rows of dy.
  void (*layer_norm_gradient)(int64_t rows, int64_t columns, const float *x, const float *gamma, const float *mean,
                              const float *inverse, const float *dy, float *dx, float *dgamma, float *dbeta);

  // y[column * y_row + row] = x[row * x_row + column]
  void (*transpose)(int64_t rows, int64_t columns, const float *x, int64_t x_row, float *y, int64_t y_row);

  // ---- Recurrent cells ----

  // `gates` holds x Wn + bn, x Wz + bz, x Wr + br; it becomes n, z, r and h Un + cn.
  //   z = sigmoid(.), r = sigmoid(.), n = tanh(x Wn + bn + r * (h Un + cn)), h = z * h_before + (1 - z) * n
  void (*gru)(const ck_cell_step *step);
  // `gates` becomes the gradients by the four of them, the parts before the sigmoid or tanh: n, z, r, h Un + cn.
  // dh becomes (dh + dy) * z, to which the share through the recurrent products has yet to be added.
  void (*gru_gradient)(const ck_cell_step *step);

  // `gates` holds i, f, g, o before their functions, and becomes them.
  //   c = sigmoid(f) * c_before + sigmoid(i) * tanh(g), h = sigmoid(o) * tanh(c)
  void (*lstm)(const ck_cell_step *step);
  // `gates` becomes the gradients; dc that of c_before; dh is 0, or dh + dy where masked.
  void (*lstm_gradient)(const ck_cell_step *step);

  // ---- Skip-gram with negative sampling ----

  // For each row a vector `center` [width] and `candidates` vectors [candidates][width], of which the first is the
  // true one:  loss = -log sigmoid(c . o_0) - sum over j > 0 of log sigmoid(-c . o_j),  one number a row.
  // The gradients are those of scale * loss.
  void (*negative_sampling)(int64_t rows, int64_t candidates, int64_t width, float scale, const float *center,
                            const float *vectors, float *loss, float *dcenter, float *dvectors);
} ck_sequence_kernels;

// The kernels of an instruction set that this processor runs.
const ck_sequence_kernels *ck_sequence_kernels_for(ck_isa isa);

#endif
