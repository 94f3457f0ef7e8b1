// The kernels as their definitions read, with the functions of the C library: what the fast ones are tested against.
#include <math.h>
#include <stdbool.h>

#include "sequence_tables.h"

static double sigmoid(double x) { return 1 / (1 + exp(-x)); }

// MARK: Element by element

static double normal_share(double x) { return 0.5 * erfc(-x / sqrt(2)); }

static double activated(ck_activation activation, double x) {
  switch (activation) {
    case CK_RELU: return x < 0 ? 0 : x;
    case CK_RELU6: return x < 0 ? 0 : x > 6 ? 6 : x;
    case CK_GELU: return x * normal_share(x);
    case CK_SILU: return x * sigmoid(x);
    case CK_TANH: return tanh(x);
    case CK_SIGMOID: return sigmoid(x);
  }
}

static double slope(ck_activation activation, double x) {
  switch (activation) {
    case CK_RELU: return x > 0;
    case CK_RELU6: return x > 0 && x < 6;
    case CK_GELU: return normal_share(x) + x * exp(-x * x / 2) / sqrt(2 * acos(-1));
    case CK_SILU: return sigmoid(x) * (1 + x * (1 - sigmoid(x)));
    case CK_TANH: return 1 - tanh(x) * tanh(x);
    case CK_SIGMOID: return sigmoid(x) * (1 - sigmoid(x));
  }
}

static void activation(ck_activation activation, int64_t count, const float *x, float *y) {
  for (int64_t i = 0; i < count; i++) y[i] = (float)activated(activation, x[i]);
}

static void activation_gradient(ck_activation activation, int64_t count, const float *x, const float *y,
                                const float *dy, float *dx) {
  (void)y;
  for (int64_t i = 0; i < count; i++) dx[i] = (float)(dy[i] * slope(activation, x[i]));
}

static void multiply(int64_t count, const float *a, const float *b, float *y) {
  for (int64_t i = 0; i < count; i++) y[i] = a[i] * b[i];
}

// MARK: Rows

static void softmax(int64_t rows, int64_t columns, float scale, const float *mask, const float *x, float *y) {
  for (int64_t r = 0; r < rows; r++, x += columns, y += columns) {
    double top = -INFINITY, sum = 0;
    for (int64_t c = 0; c < columns; c++)
      if (!mask || mask[c] != 0) top = fmax(top, (double)scale * x[c]);
    for (int64_t c = 0; c < columns; c++)
      if (!mask || mask[c] != 0) sum += exp((double)scale * x[c] - top);
    for (int64_t c = 0; c < columns; c++)
      y[c] = !mask || mask[c] != 0 ? (float)(exp((double)scale * x[c] - top) / sum) : 0;
  }
}

static void softmax_gradient(int64_t rows, int64_t columns, float scale, const float *y, const float *dy, float *dx) {
  for (int64_t r = 0; r < rows; r++, y += columns, dy += columns, dx += columns) {
    double mean = 0;
    for (int64_t c = 0; c < columns; c++) mean += (double)y[c] * dy[c];
    for (int64_t c = 0; c < columns; c++) dx[c] = (float)(scale * y[c] * (dy[c] - mean));
  }
}

static void layer_norm(int64_t rows, int64_t columns, float epsilon, const float *x, const float *gamma,
                       const float *beta, float *y, float *mean, float *inverse) {
  for (int64_t r = 0; r < rows; r++, x += columns, y += columns) {
    double sum = 0, squares = 0;
    for (int64_t c = 0; c < columns; c++) sum += x[c];
    const double center = sum / columns;
    for (int64_t c = 0; c < columns; c++) squares += (x[c] - center) * (x[c] - center);
    const double factor = 1 / sqrt(squares / columns + epsilon);
    mean[r] = (float)center;
    inverse[r] = (float)factor;
    for (int64_t c = 0; c < columns; c++) y[c] = (float)((x[c] - center) * factor * gamma[c] + beta[c]);
  }
}

static void layer_norm_gradient(int64_t rows, int64_t columns, const float *x, const float *gamma, const float *mean,
                                const float *inverse, const float *dy, float *dx, float *dgamma, float *dbeta) {
  for (int64_t r = 0; r < rows; r++, x += columns, dy += columns, dx += columns) {
    double sum = 0, product = 0;
    for (int64_t c = 0; c < columns; c++) {
      const double normal = ((double)x[c] - mean[r]) * inverse[r];
      sum += (double)gamma[c] * dy[c];
      product += gamma[c] * dy[c] * normal;
      dgamma[c] += (float)(dy[c] * normal);
      dbeta[c] += dy[c];
    }
    for (int64_t c = 0; c < columns; c++) {
      const double normal = ((double)x[c] - mean[r]) * inverse[r];
      dx[c] = (float)(inverse[r] * (gamma[c] * dy[c] - sum / columns - normal * product / columns));
    }
  }
}

static void transpose(int64_t rows, int64_t columns, const float *x, int64_t x_row, float *y, int64_t y_row) {
  for (int64_t r = 0; r < rows; r++)
    for (int64_t c = 0; c < columns; c++) y[c * y_row + r] = x[r * x_row + c];
}

// MARK: Recurrent cells

static bool is_masked(const ck_cell_step *s, int64_t row) { return s->mask && s->mask[row * s->mask_row] == 0; }

static void gru(const ck_cell_step *s) {
  const int64_t u = s->units;
  for (int64_t row = 0; row < s->rows; row++)
    for (int64_t c = 0; c < u; c++) {
      float *gates = s->gates + row * s->gates_row + c;
      const float *recurrent = s->recurrent + row * 3 * u + c;
      double z = sigmoid((double)gates[u] + recurrent[0]), r = sigmoid((double)gates[2 * u] + recurrent[u]);
      double n = tanh(gates[0] + r * recurrent[2 * u]);
      if (is_masked(s, row)) z = 1;
      gates[0] = (float)n;
      gates[u] = (float)z;
      gates[2 * u] = (float)r;
      gates[3 * u] = recurrent[2 * u];
      s->h[row * s->after_row + c] = (float)(z * s->h_before[row * s->before_row + c] + (1 - z) * n);
    }
}

static void gru_gradient(const ck_cell_step *s) {
  const int64_t u = s->units;
  for (int64_t row = 0; row < s->rows; row++)
    for (int64_t c = 0; c < u; c++) {
      float *gates = s->gates + row * s->gates_row + c, *dh = s->dh + row * u + c;
      const double n = gates[0], z = gates[u], r = gates[2 * u], inner = gates[3 * u];
      const double d = *dh + (s->dy ? s->dy[row * s->dy_row + c] : 0);
      const double dn = d * (1 - z) * (1 - n * n);
      gates[0] = (float)dn;
      gates[u] = (float)(d * (s->h_before[row * s->before_row + c] - n) * z * (1 - z));
      gates[2 * u] = (float)(dn * inner * r * (1 - r));
      gates[3 * u] = (float)(dn * r);
      *dh = (float)(d * z);
    }
}

static void lstm(const ck_cell_step *s) {
  const int64_t u = s->units;
  for (int64_t row = 0; row < s->rows; row++)
    for (int64_t c = 0; c < u; c++) {
      float *gates = s->gates + row * s->gates_row + c;
      const int64_t before = row * s->before_row + c, after = row * s->after_row + c;
      if (is_masked(s, row)) {
        s->h[after] = s->h_before[before];
        s->c[after] = s->c_before[before];
        continue;
      }
      const double i = sigmoid(gates[0]), f = sigmoid(gates[u]), g = tanh(gates[2 * u]), o = sigmoid(gates[3 * u]);
      const double sum = f * s->c_before[before] + i * g;
      gates[0] = (float)i;
      gates[u] = (float)f;
      gates[2 * u] = (float)g;
      gates[3 * u] = (float)o;
      s->c[after] = (float)sum;
      s->h[after] = (float)(o * tanh(sum));
    }
}

static void lstm_gradient(const ck_cell_step *s) {
  const int64_t u = s->units;
  for (int64_t row = 0; row < s->rows; row++)
    for (int64_t c = 0; c < u; c++) {
      float *gates = s->gates + row * s->gates_row + c, *dh = s->dh + row * u + c, *dc = s->dc + row * u + c;
      const double d = *dh + (s->dy ? s->dy[row * s->dy_row + c] : 0);
      const bool masked = is_masked(s, row);
      const double i = gates[0], f = gates[u], g = gates[2 * u], o = gates[3 * u];
      const double bent = tanh(s->c[row * s->after_row + c]), inner = *dc + d * o * (1 - bent * bent);
      gates[0] = masked ? 0 : (float)(inner * g * i * (1 - i));
      gates[u] = masked ? 0 : (float)(inner * s->c_before[row * s->before_row + c] * f * (1 - f));
      gates[2 * u] = masked ? 0 : (float)(inner * i * (1 - g * g));
      gates[3 * u] = masked ? 0 : (float)(d * bent * o * (1 - o));
      *dh = masked ? (float)d : 0;
      *dc = masked ? *dc : (float)(inner * f);
    }
}

// MARK: Negative sampling

static void negative_sampling(int64_t rows, int64_t candidates, int64_t width, float scale, const float *center,
                              const float *vectors, float *loss, float *dcenter, float *dvectors) {
  for (int64_t r = 0; r < rows; r++) {
    const float *c = center + r * width;
    double sum = 0;
    for (int64_t i = 0; i < width; i++) dcenter[r * width + i] = 0;
    for (int64_t j = 0; j < candidates; j++) {
      const float *o = vectors + (r * candidates + j) * width;
      double score = 0;
      for (int64_t i = 0; i < width; i++) score += (double)c[i] * o[i];
      sum -= j == 0 ? log(sigmoid(score)) : log(sigmoid(-score));
      const double wanted = j == 0 ? 1 : 0, slope = scale * (sigmoid(score) - wanted);
      for (int64_t i = 0; i < width; i++) {
        dcenter[r * width + i] += (float)(slope * o[i]);
        dvectors[(r * candidates + j) * width + i] = (float)(slope * c[i]);
      }
    }
    loss[r] = (float)sum;
  }
}

const ck_sequence_kernels ck_sequence_reference = {
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
