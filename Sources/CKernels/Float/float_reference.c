// The kernels as their definitions read: what the fast ones are tested against.
#include <math.h>

#include "float_tables.h"

static double dot(const ck_gemm *g, const float *a, const float *b) {
  double sum = 0;
  for (int64_t part = 0; part < g->parts; part++)
    for (int64_t segment = 0; segment < g->segments; segment++)
      for (int64_t step = 0; step < g->k; step++, b += g->b_depth)
        sum += (double)a[part * g->a_part + segment * g->a_segment + step * g->a_depth] * *b;
  return sum;
}

static void gemm(const ck_gemm *g) {
  for (int64_t image = 0; image < g->images; image++)
    for (int64_t block = 0; block < g->blocks; block++)
      for (int64_t row = 0; row < g->m; row++)
        for (int64_t column = 0; column < g->n; column++) {
          float *c = g->c + image * g->c_image + block * g->c_block + row * g->c_row + column;
          const float *a = g->a + image * g->a_image + block * g->a_block + row * g->a_row;
          const float *b = g->b + column % CK_PANEL + column / CK_PANEL * g->b_panel;
          *c = (float)((g->accumulate ? *c : 0) + (g->bias ? g->bias[column] : 0) + dot(g, a, b));
        }
}

// The matrices of F(2 x 2, 3 x 3), and out [n x n] = t in [m x m] t^T for a t [n x m] of any strides.
static const double winograd_b[4][4] = {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}};
static const double winograd_a[4][2] = {{1, 0}, {1, 1}, {1, -1}, {0, -1}};
static const double winograd_g[4][3] = {{1, 0, 0}, {.5, .5, .5}, {.5, -.5, .5}, {0, 0, 1}};

static void both_sides(int n, int m, const double *t, int64_t row, int64_t column, const double *in, double *out) {
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      out[i * n + j] = 0;
      for (int k = 0; k < m; k++)
        for (int l = 0; l < m; l++)
          out[i * n + j] += t[i * row + k * column] * in[k * m + l] * t[j * row + l * column];
    }
}

static void winograd_input(const ck_winograd *w, const float *x, float *v) {
  for (int64_t r = 0; r < w->height; r += 2)
    for (int64_t q = 0; q < w->width; q += 2)
      for (int64_t c = 0; c < w->channels; c++, v++) {
        double in[16], out[16];
        for (int k = 0; k < 16; k++) in[k] = x[(r + k / 4) * w->row + (q + k % 4) * w->pixel + c];
        both_sides(4, 4, *winograd_b, 4, 1, in, out);
        for (int k = 0; k < 16; k++) v[k * w->plane] = (float)out[k];
      }
}

static void winograd_output(const ck_winograd *w, const float *m, const float *bias, float *y) {
  for (int64_t r = 0; r < w->height; r += 2)
    for (int64_t q = 0; q < w->width; q += 2)
      for (int64_t c = 0; c < w->channels; c++, m++) {
        double in[16], out[4];
        for (int k = 0; k < 16; k++) in[k] = m[k * w->plane];
        both_sides(2, 4, *winograd_a, 1, 2, in, out);
        for (int k = 0; k < 4; k++)
          y[(r + k / 2) * w->row + (q + k % 2) * w->pixel + c] = (float)(out[k] + (bias ? bias[c] : 0));
      }
}

static void winograd_kernel(int64_t count, int64_t plane, const float *g, float *u) {
  for (int64_t i = 0; i < count; i++) {
    double in[9], out[16];
    for (int k = 0; k < 9; k++) in[k] = g[k * plane + i];
    both_sides(4, 3, *winograd_g, 3, 1, in, out);
    for (int k = 0; k < 16; k++) u[k * plane + i] = (float)out[k];
  }
}

static int64_t multiply_add_peak(int64_t turns, float *result) {
  float sum = 0;
  for (int64_t turn = 0; turn < turns; turn++) sum = sum * 0.5f + 1;
  *result = sum;
  return turns * 2;
}

static void add(int64_t count, const float *x, float *y) {
  for (int64_t i = 0; i < count; i++) y[i] += x[i];
}

static void relu(int64_t count, const float *x, float *y) {
  for (int64_t i = 0; i < count; i++) y[i] = x[i] < 0 ? 0 : x[i];
}

static void relu_gradient(int64_t count, const float *y, const float *dy, float *dx) {
  for (int64_t i = 0; i < count; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
}

static void moments(int64_t rows, int64_t channels, const float *x, float *mean, float *deviation) {
  for (int64_t c = 0; c < channels; c++) {
    double sum = 0, squares = 0;
    for (int64_t r = 0; r < rows; r++) sum += x[r * channels + c];
    double center = sum / rows;
    for (int64_t r = 0; r < rows; r++) squares += (x[r * channels + c] - center) * (x[r * channels + c] - center);
    mean[c] = (float)center;
    deviation[c] = (float)squares;
  }
}

static void normalize(int64_t rows, int64_t channels, const float *x, const ck_affine *affine, float *y) {
  for (int64_t r = 0; r < rows; r++)
    for (int64_t c = 0; c < channels; c++) {
      int64_t i = r * channels + c;
      y[i] = (x[i] - affine->mean[c]) * affine->scale[c] + affine->offset[c];
    }
}

static void normalize_sums(int64_t rows, int64_t channels, const float *x, const float *dy, const float *mean,
                           float *sum, float *product) {
  for (int64_t c = 0; c < channels; c++) {
    double s = 0, p = 0;
    for (int64_t r = 0; r < rows; r++) {
      int64_t i = r * channels + c;
      s += dy[i];
      p += (double)dy[i] * (x[i] - mean[c]);
    }
    sum[c] = (float)s;
    product[c] = (float)p;
  }
}

static void normalize_gradient(int64_t rows, int64_t channels, const float *x, const float *dy,
                               const ck_affine *affine, const float *slope, float *dx) {
  for (int64_t r = 0; r < rows; r++)
    for (int64_t c = 0; c < channels; c++) {
      int64_t i = r * channels + c;
      dx[i] = dy[i] * affine->scale[c] + affine->offset[c] + (x[i] - affine->mean[c]) * slope[c];
    }
}

static void normalize_relu(int64_t rows, int64_t channels, const float *x, const ck_affine *affine, float *y) {
  normalize(rows, channels, x, affine, y);
  relu(rows * channels, y, y);
}

// dy where normalize_relu of x is above 0, else 0.
static float passed(const float *x, const float *dy, const ck_affine *affine, int64_t i, int64_t c) {
  return (x[i] - affine->mean[c]) * affine->scale[c] + affine->offset[c] > 0 ? dy[i] : 0;
}

static void normalize_relu_sums(int64_t rows, int64_t channels, const float *x, const float *dy,
                                const ck_affine *affine, float *sum, float *product) {
  for (int64_t c = 0; c < channels; c++) {
    double s = 0, p = 0;
    for (int64_t i = c; i < rows * channels; i += channels) {
      float gradient = passed(x, dy, affine, i, c);
      s += gradient;
      p += (double)gradient * (x[i] - affine->mean[c]);
    }
    sum[c] = (float)s;
    product[c] = (float)p;
  }
}

static void normalize_relu_gradient(int64_t rows, int64_t channels, const float *x, const float *dy,
                                    const ck_affine *forward, const ck_affine *affine, const float *slope,
                                    float *dx) {
  for (int64_t r = 0; r < rows; r++)
    for (int64_t c = 0; c < channels; c++) {
      int64_t i = r * channels + c;
      dx[i] = passed(x, dy, forward, i, c) * affine->scale[c] + affine->offset[c] +
              (x[i] - affine->mean[c]) * slope[c];
    }
}

// Where element `at` of the window of output (row, column) lies in the image.
static int64_t window(const ck_pool *p, int64_t row, int64_t column, int64_t at, int64_t c) {
  int64_t y = row * p->size + at / p->size, x = column * p->size + at % p->size;
  return (y * p->width + x) * p->channels + c;
}

static void max_pool(const ck_pool *p, const float *x, float *y, uint8_t *winner) {
  int64_t rows = p->height / p->size, columns = p->width / p->size, i = 0;
  for (int64_t row = 0; row < rows; row++)
    for (int64_t column = 0; column < columns; column++)
      for (int64_t c = 0; c < p->channels; c++, i++) {
        float best = x[window(p, row, column, 0, c)];
        int64_t at = 0;
        for (int64_t other = 1; other < p->size * p->size; other++) {
          float value = x[window(p, row, column, other, c)];
          if (value > best || value != value) best = value, at = other;  // not-a-number must not vanish
        }
        y[i] = best;
        winner[i] = (uint8_t)at;
      }
}

static void max_pool_gradient(const ck_pool *p, const float *dy, const uint8_t *winner, float *dx) {
  int64_t rows = p->height / p->size, columns = p->width / p->size, i = 0;
  for (int64_t j = 0; j < p->height * p->width * p->channels; j++) dx[j] = 0;
  for (int64_t row = 0; row < rows; row++)
    for (int64_t column = 0; column < columns; column++)
      for (int64_t c = 0; c < p->channels; c++, i++) dx[window(p, row, column, winner[i], c)] = dy[i];
}

static void normalize_relu_pool(const ck_pool *p, const float *x, const ck_affine *affine, float *y,
                                uint8_t *winner, float *winner_x) {
  int64_t rows = p->height / p->size, columns = p->width / p->size, i = 0;
  for (int64_t row = 0; row < rows; row++)
    for (int64_t column = 0; column < columns; column++)
      for (int64_t c = 0; c < p->channels; c++, i++) {
        float best = 0;
        for (int64_t at = 0; at < p->size * p->size; at++) {
          float source = x[window(p, row, column, at, c)];
          float value = (source - affine->mean[c]) * affine->scale[c] + affine->offset[c];
          if (at == 0 || value > best || value != value) {
            best = value;
            winner[i] = (uint8_t)at;
            winner_x[i] = source;
          }
        }
        y[i] = best < 0 ? 0 : best;
      }
}

static void normalize_pool_gradient(const ck_pool *p, const float *x, const float *dy, const uint8_t *winner,
                                    const ck_affine *affine, const float *slope, float *dx) {
  max_pool_gradient(p, dy, winner, dx);
  normalize_gradient(p->height * p->width, p->channels, x, dx, affine, slope, dx);
}

static void adam(int64_t count, const ck_adam *a, const float *g, float *m, float *v, float *w) {
  for (int64_t i = 0; i < count; i++) {
    m[i] = a->beta1 * m[i] + (1 - a->beta1) * g[i];
    v[i] = a->beta2 * v[i] + (1 - a->beta2) * g[i] * g[i];
    w[i] -= a->rate * m[i] / (sqrtf(v[i]) + a->epsilon);
  }
}

static void dropout(int64_t count, uint64_t key, int64_t first, uint32_t threshold, float scale, const float *x,
                    float *y) {
  for (int64_t i = 0; i < count; i++) y[i] = ck_hash(key, (uint32_t)(first + i)) < threshold ? 0 : x[i] * scale;
}

const ck_float_kernels ck_float_reference = {
    .gemm = gemm,
    .multiply_add_peak = multiply_add_peak,
    .winograd_input = winograd_input,
    .winograd_output = winograd_output,
    .winograd_kernel = winograd_kernel,
    .add = add,
    .relu = relu,
    .relu_gradient = relu_gradient,
    .moments = moments,
    .normalize = normalize,
    .normalize_sums = normalize_sums,
    .normalize_gradient = normalize_gradient,
    .normalize_relu = normalize_relu,
    .normalize_relu_sums = normalize_relu_sums,
    .normalize_relu_gradient = normalize_relu_gradient,
    .max_pool = max_pool,
    .max_pool_gradient = max_pool_gradient,
    .normalize_relu_pool = normalize_relu_pool,
    .normalize_pool_gradient = normalize_pool_gradient,
    .adam = adam,
    .dropout = dropout,
};
