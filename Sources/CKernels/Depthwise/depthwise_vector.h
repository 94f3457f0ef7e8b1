// The kernels on vectors of CK_LANES floats. Included once for each instruction set, which defines
// CK_LANES and the name of the table to fill, CK_TABLE.
#include <stdbool.h>

#include "../Float/vector.h"
#include "depthwise_tables.h"

#pragma clang fp contract(fast)  // a * b + c may be one rounding

// Neighboring results that are computed together, so that a weight is loaded once for all of them.
enum { tile_columns = 4 };

inlined int64_t larger(int64_t a, int64_t b) { return a > b ? a : b; }

// Where one result meets the kernel along one axis: at kernel position `kernel` it reads position `at` of its
// source, and so on in steps.
typedef struct taps {
  int64_t kernel, kernel_step, at, at_step, count;
} taps;

// Output `output` reads the pixels output * stride + k - before, of which there are `extent`.
inlined taps convolution_taps(int64_t output, int64_t kernel, int64_t stride, int64_t before, int64_t extent) {
  const int64_t corner = output * stride - before, first = larger(0, -corner);
  return (taps){first, 1, corner + first, 1, larger(0, smaller(kernel, extent - corner) - first)};
}

// The outputs that saw pixel `pixel` are those with pixel = output * stride + k - before for a k in the kernel.
// The last of them has the smallest k.
inlined taps gradient_taps(int64_t pixel, int64_t kernel, int64_t stride, int64_t before, int64_t outputs) {
  const int64_t last = smaller((pixel + before) / stride, outputs - 1), first = pixel + before - last * stride;
  const int64_t count = first < kernel ? smaller((kernel - first + stride - 1) / stride, last + 1) : 0;
  return (taps){first, stride, last, -1, count};
}

inlined bool same_taps(taps a, taps b) { return a.kernel == b.kernel && a.count == b.count; }

inlined taps row_taps(const ck_depthwise *w, bool gradient, int64_t row) {
  return gradient ? gradient_taps(row, w->kernel_height, w->stride, w->above, w->output_height)
                  : convolution_taps(row, w->kernel_height, w->stride, w->above, w->height);
}

inlined taps column_taps(const ck_depthwise *w, bool gradient, int64_t column) {
  return gradient ? gradient_taps(column, w->kernel_width, w->stride, w->left, w->output_width)
                  : convolution_taps(column, w->kernel_width, w->stride, w->left, w->width);
}

// The offset of the first channel that tap (p, q) reads in an image `width` wide.
inlined int64_t source_place(const ck_depthwise *w, taps rows, taps columns, int64_t width, int64_t p, int64_t q) {
  return ((rows.at + p * rows.at_step) * width + columns.at + q * columns.at_step) * w->channels;
}

// The offset of its weights.
inlined int64_t weight_place(const ck_depthwise *w, taps rows, taps columns, int64_t p, int64_t q) {
  return ((rows.kernel + p * rows.kernel_step) * w->kernel_width + columns.kernel + q * columns.kernel_step) *
         w->channels;
}

// Runs the statement that follows for each tap (p, q).
#define for_taps(rows, columns)                 \
  for (int64_t p = 0; p < (rows).count; p++)    \
    for (int64_t q = 0; q < (columns).count; q++)

// MARK: Convolution and its input gradient: sums of products over taps

// `results` sums with the same taps; their sources lie `source_step` floats apart, they `result_step`.
inlined void sum_lanes(const ck_depthwise *w, const int results, taps rows, taps columns, int64_t source_width,
                       int64_t source_step, const float *x, const float *weight, const float *bias, float *y,
                       int64_t result_step, int64_t lanes) {
  vec sum[tile_columns];
  for (int r = 0; r < results; r++) sum[r] = bias ? load(bias, lanes) : (vec){0};
  for_taps(rows, columns) {
    const float *source = x + source_place(w, rows, columns, source_width, p, q);
    const vec factor = load(weight + weight_place(w, rows, columns, p, q), lanes);
    for (int r = 0; r < results; r++) sum[r] += load(source + r * source_step, lanes) * factor;
  }
  for (int r = 0; r < results; r++) store(y + r * result_step, sum[r], lanes);
}

// All channels of such sums.
inlined void sum_channels(const ck_depthwise *w, const int results, taps rows, taps columns, int64_t source_width,
                          int64_t source_step, const float *x, const float *weight, const float *bias, float *y,
                          int64_t result_step) {
#define BODY(c, lanes)                                                                                      \
  sum_lanes(w, results, rows, columns, source_width, source_step, x + c, weight + c, bias ? bias + c : NULL, \
            y + c, result_step, lanes)
  for_channels(w->channels, BODY);
#undef BODY
}

// One row of results. Those of a gradient that are `stride` apart have the same taps, those of a convolution
// all have, but for the borders.
inlined void sum_row(const ck_depthwise *w, const bool gradient, int64_t row, const float *x, const float *weight,
                     const float *bias, float *y) {
  const int64_t channels = w->channels, width = gradient ? w->width : w->output_width;
  const int64_t source_width = gradient ? w->output_width : w->width, spacing = gradient ? w->stride : 1;
  const int64_t source_step = (gradient ? 1 : w->stride) * channels, result_step = spacing * channels;
  const taps rows = row_taps(w, gradient, row);
  y += row * width * channels;
  for (int64_t start = 0; start < smaller(spacing, width); start++)
    for (int64_t column = start; column < width;) {
      const int64_t last = column + (tile_columns - 1) * spacing;
      const taps columns = column_taps(w, gradient, column);
      const bool whole = last < width && same_taps(columns, column_taps(w, gradient, last));
      float *out = y + column * channels;
      if (whole)
        sum_channels(w, tile_columns, rows, columns, source_width, source_step, x, weight, bias, out, result_step);
      else
        sum_channels(w, 1, rows, columns, source_width, source_step, x, weight, bias, out, result_step);
      column += (whole ? tile_columns : 1) * spacing;
    }
}

static void convolve(const ck_depthwise *windows, int64_t first, int64_t count, const float *x,
                     const float *weight, const float *bias, float *y) {
  for (int64_t row = first; row < first + count; row++) sum_row(windows, false, row, x, weight, bias, y);
}

static void input_gradient(const ck_depthwise *windows, int64_t first, int64_t count, const float *dy,
                           const float *weight, float *dx) {
  for (int64_t row = first; row < first + count; row++) sum_row(windows, true, row, dy, weight, NULL, dx);
}

// MARK: Weight gradient

// Adds to the weights' gradients what `outputs` neighbors with the same taps give.
inlined void weight_lanes(const ck_depthwise *w, const int outputs, taps rows, taps columns, const float *x,
                          const float *dy, float *dweight, int64_t lanes) {
  const int64_t step = w->stride * w->channels;
  vec gradient[tile_columns];
  for (int r = 0; r < outputs; r++) gradient[r] = load(dy + r * w->channels, lanes);
  for_taps(rows, columns) {
    const float *source = x + source_place(w, rows, columns, w->width, p, q);
    float *result = dweight + weight_place(w, rows, columns, p, q);
    vec sum = load(result, lanes);
    for (int r = 0; r < outputs; r++) sum += load(source + r * step, lanes) * gradient[r];
    store(result, sum, lanes);
  }
}

static void weight_gradient(const ck_depthwise *w, int64_t first, int64_t count, const float *x, const float *dy,
                            float *dweight) {
  for (int64_t row = first; row < first + count; row++) {
    const taps rows = row_taps(w, false, row);
    for (int64_t column = 0; column < w->output_width;) {
      const int64_t last = column + tile_columns - 1;
      const taps columns = column_taps(w, false, column);
      const float *gradient = dy + (row * w->output_width + column) * w->channels;
      if (last < w->output_width && same_taps(columns, column_taps(w, false, last))) {
#define BODY(c, lanes) weight_lanes(w, tile_columns, rows, columns, x + c, gradient + c, dweight + c, lanes)
        for_channels(w->channels, BODY);
#undef BODY
        column += tile_columns;
      } else {
#define BODY(c, lanes) weight_lanes(w, 1, rows, columns, x + c, gradient + c, dweight + c, lanes)
        for_channels(w->channels, BODY);
#undef BODY
        column++;
      }
    }
  }
}

// MARK: Pooling

inlined mask load_places(const int32_t *p, int64_t lanes) {
  mask places = {0};
  if (lanes == L) memcpy(&places, p, sizeof places);
  else memcpy(&places, p, lanes * sizeof(int32_t));
  return places;
}

inlined void pool_lanes(const ck_depthwise *w, taps rows, taps columns, const float *x, float *y, int32_t *winner,
                        int64_t lanes) {
  const int32_t corner = (int32_t)(rows.at * w->width + columns.at);
  vec best = load(x + (int64_t)corner * w->channels, lanes);
  mask at = (mask){0} + corner;
  for_taps(rows, columns) {
    const vec value = load(x + source_place(w, rows, columns, w->width, p, q), lanes);
    const mask better = (value > best) | (value != value);  // not-a-number must not vanish
    const int32_t pixel = (int32_t)((rows.at + p) * w->width + columns.at + q);
    best = choose(better, value, best);
    at = (better & pixel) | (~better & at);
  }
  store(y, best, lanes);
  if (lanes == L) memcpy(winner, &at, sizeof at);
  else memcpy(winner, &at, lanes * sizeof(int32_t));
}

static void max_pool(const ck_depthwise *w, int64_t first, int64_t count, const float *x, float *y,
                     int32_t *winner) {
  for (int64_t row = first; row < first + count; row++)
    for (int64_t column = 0; column < w->output_width; column++) {
      const taps rows = row_taps(w, false, row), columns = column_taps(w, false, column);
      const int64_t i = (row * w->output_width + column) * w->channels;
#define BODY(c, lanes) pool_lanes(w, rows, columns, x + c, y + i + c, winner + i + c, lanes)
      for_channels(w->channels, BODY);
#undef BODY
    }
}

inlined void spread_lanes(const ck_depthwise *w, int32_t pixel, taps rows, taps columns, const float *dy,
                          const int32_t *winner, float *dx, int64_t lanes) {
  vec sum = {0};
  for_taps(rows, columns) {
    const int64_t source = source_place(w, rows, columns, w->output_width, p, q);
    sum += (vec)((mask)load(dy + source, lanes) & (load_places(winner + source, lanes) == pixel));
  }
  store(dx, sum, lanes);
}

static void max_pool_gradient(const ck_depthwise *w, int64_t first, int64_t count, const float *dy,
                              const int32_t *winner, float *dx) {
  for (int64_t row = first; row < first + count; row++)
    for (int64_t column = 0; column < w->width; column++) {
      const taps rows = row_taps(w, true, row), columns = column_taps(w, true, column);
      const int64_t pixel = row * w->width + column;
#define BODY(c, lanes) \
  spread_lanes(w, (int32_t)pixel, rows, columns, dy + c, winner + c, dx + pixel * w->channels + c, lanes)
      for_channels(w->channels, BODY);
#undef BODY
    }
}

const ck_depthwise_kernels CK_TABLE = {
    .convolve = convolve,
    .input_gradient = input_gradient,
    .weight_gradient = weight_gradient,
    .max_pool = max_pool,
    .max_pool_gradient = max_pool_gradient,
};
