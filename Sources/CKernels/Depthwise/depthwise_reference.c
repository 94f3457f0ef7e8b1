// The kernels as their definitions read: what the fast ones are tested against.
#include <stdbool.h>

#include "depthwise_tables.h"

// The pixel that output (i, j) sees at kernel position (p, q), as row * width + column; -1 outside the image.
static int64_t pixel(const ck_depthwise *w, int64_t i, int64_t j, int64_t p, int64_t q) {
  int64_t row = i * w->stride + p - w->above, column = j * w->stride + q - w->left;
  bool inside = row >= 0 && row < w->height && column >= 0 && column < w->width;
  return inside ? row * w->width + column : -1;
}

static void convolve(const ck_depthwise *w, int64_t first, int64_t count, const float *x, const float *weight,
                     const float *bias, float *y) {
  for (int64_t i = first; i < first + count; i++)
    for (int64_t j = 0; j < w->output_width; j++)
      for (int64_t c = 0; c < w->channels; c++) {
        double sum = bias ? bias[c] : 0;
        for (int64_t p = 0; p < w->kernel_height; p++)
          for (int64_t q = 0; q < w->kernel_width; q++) {
            int64_t at = pixel(w, i, j, p, q);
            if (at >= 0) sum += (double)x[at * w->channels + c] * weight[(p * w->kernel_width + q) * w->channels + c];
          }
        y[(i * w->output_width + j) * w->channels + c] = (float)sum;
      }
}

static void input_gradient(const ck_depthwise *w, int64_t first, int64_t count, const float *dy,
                           const float *weight, float *dx) {
  for (int64_t at = first * w->width; at < (first + count) * w->width; at++)
    for (int64_t c = 0; c < w->channels; c++) {
      double sum = 0;
      for (int64_t i = 0; i < w->output_height; i++)
        for (int64_t j = 0; j < w->output_width; j++)
          for (int64_t p = 0; p < w->kernel_height; p++)
            for (int64_t q = 0; q < w->kernel_width; q++)
              if (pixel(w, i, j, p, q) == at)
                sum += (double)dy[(i * w->output_width + j) * w->channels + c] *
                       weight[(p * w->kernel_width + q) * w->channels + c];
      dx[at * w->channels + c] = (float)sum;
    }
}

static void weight_gradient(const ck_depthwise *w, int64_t first, int64_t count, const float *x, const float *dy,
                            float *dweight) {
  for (int64_t p = 0; p < w->kernel_height; p++)
    for (int64_t q = 0; q < w->kernel_width; q++)
      for (int64_t c = 0; c < w->channels; c++) {
        float *result = dweight + (p * w->kernel_width + q) * w->channels + c;
        double sum = *result;
        for (int64_t i = first; i < first + count; i++)
          for (int64_t j = 0; j < w->output_width; j++) {
            int64_t at = pixel(w, i, j, p, q);
            if (at >= 0) sum += (double)x[at * w->channels + c] * dy[(i * w->output_width + j) * w->channels + c];
          }
        *result = (float)sum;
      }
}

static void max_pool(const ck_depthwise *w, int64_t first, int64_t count, const float *x, float *y,
                     int32_t *winner) {
  for (int64_t i = first; i < first + count; i++)
    for (int64_t j = 0; j < w->output_width; j++)
      for (int64_t c = 0; c < w->channels; c++) {
        int64_t best = pixel(w, i, j, 0, 0);
        for (int64_t p = 0; p < w->kernel_height; p++)
          for (int64_t q = 0; q < w->kernel_width; q++) {
            int64_t at = pixel(w, i, j, p, q);
            float value = x[at * w->channels + c];
            if (value > x[best * w->channels + c] || value != value) best = at;  // not-a-number must not vanish
          }
        y[(i * w->output_width + j) * w->channels + c] = x[best * w->channels + c];
        winner[(i * w->output_width + j) * w->channels + c] = (int32_t)best;
      }
}

static void max_pool_gradient(const ck_depthwise *w, int64_t first, int64_t count, const float *dy,
                              const int32_t *winner, float *dx) {
  for (int64_t at = first * w->width; at < (first + count) * w->width; at++)
    for (int64_t c = 0; c < w->channels; c++) {
      double sum = 0;
      for (int64_t o = c; o < w->output_height * w->output_width * w->channels; o += w->channels)
        if (winner[o] == at) sum += dy[o];
      dx[at * w->channels + c] = (float)sum;
    }
}

const ck_depthwise_kernels ck_depthwise_reference = {
    .convolve = convolve,
    .input_gradient = input_gradient,
    .weight_gradient = weight_gradient,
    .max_pool = max_pool,
    .max_pool_gradient = max_pool_gradient,
};
