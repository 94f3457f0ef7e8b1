// The kernels on vectors of CK_LANES floats. Included once for each instruction set, which defines CK_LANES and the
// name of the table to fill, CK_TABLE.
#include <math.h>

#include "../Float/vector.h"
#include "sequence_tables.h"

#define REAL vec
#define BITS mask
#include "../InferenceSequence/functions.h"

#pragma clang fp contract(fast)  // a * b + c may be one rounding

// Halves are combined until one number is left.
inlined float total(vec v) {
  float lane[L];
  memcpy(lane, &v, sizeof v);
  for (int half = L / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) lane[i] += lane[i + half];
  return lane[0];
}

inlined float largest(vec v) {
  float lane[L];
  memcpy(lane, &v, sizeof v);
  for (int half = L / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) lane[i] = lane[i] > lane[i + half] ? lane[i] : lane[i + half];
  return lane[0];
}

// The first `lanes` of a vector, the others `rest`.
inlined vec load_or(const float *p, int64_t lanes, float rest) {
  vec v = splat(rest);
  memcpy(&v, p, lanes * sizeof(float));
  return v;
}

#include "sequence_elements.h"
#include "sequence_rows.h"
#include "sequence_cells.h"

const ck_sequence_kernels CK_TABLE = {
    .activation = activation,
    .activation_gradient = activation_gradient,
    .multiply = multiply,
    .softmax = softmax,
    .softmax_gradient = softmax_gradient,
    .layer_norm = layer_norm,
    .layer_norm_gradient = layer_norm_gradient,
    .transpose = transpose,
    .gru = gru,
    .gru_gradient = gru_gradient,
    .lstm = lstm,
    .lstm_gradient = lstm_gradient,
    .negative_sampling = negative_sampling,
};
