// Depthwise convolution and pooling with any stride, of training.

#include <stdio.h>
#include <string.h>

#include "CKernels.h"
#include "kernel_check.h"

typedef struct sizes {
  size_t input, output, weight;
} sizes;

// Images as small as the reference of the input gradient, six loops deep, asks for.
static ck_depthwise random_windows(int channels, uint32_t *state) {
  ck_depthwise w = {.channels = channels, .stride = 1 + random_below(state, 3)};
  w.kernel_height = 1 + random_below(state, 4), w.kernel_width = 1 + random_below(state, 4);
  w.height = w.kernel_height + random_below(state, 7), w.width = w.kernel_width + random_below(state, 7);
  w.above = random_below(state, (int)w.kernel_height), w.left = random_below(state, (int)w.kernel_width);
  w.output_height = (w.height + w.above - w.kernel_height) / w.stride + 1 + random_below(state, 2);
  w.output_width = (w.width + w.left - w.kernel_width) / w.stride + 1 + random_below(state, 2);
  return w;
}

static sizes count(const ck_depthwise *w) {
  return (sizes){(size_t)(w->height * w->width * w->channels),
                 (size_t)(w->output_height * w->output_width * w->channels),
                 (size_t)(w->kernel_height * w->kernel_width * w->channels)};
}

static void describe(char *text, size_t size, const char *what, const ck_depthwise *w) {
  snprintf(text, size, "%s %dx%dx%d kernel %dx%d stride %d", what, (int)w->height, (int)w->width, (int)w->channels,
           (int)w->kernel_height, (int)w->kernel_width, (int)w->stride);
}

// In two ranges of rows, which must leave each other's results alone.
static void check_convolution(const ck_depthwise_kernels *kernels, const ck_depthwise_kernels *reference,
                              const ck_depthwise *w, uint32_t *state) {
  const sizes n = count(w);
  const float *x = random_reals(n.input, 1, state), *dy = random_reals(n.output, 1, state);
  const float *weight = random_reals(n.weight, 1, state), *before = random_reals(n.weight, 1, state);
  const float *bias = random_below(state, 2) ? random_reals(w->channels, 1, state) : NULL;
  const int64_t out = w->output_height, half = out / 2, middle = w->height / 2;
  char text[100];
  describe(text, sizeof text, "convolve", w);
  CHECK_FLOATS(text, n.output, k->convolve(w, half, out - half, x, weight, bias, y),
               k->convolve(w, 0, half, x, weight, bias, y));
  describe(text, sizeof text, "input_gradient", w);
  CHECK_FLOATS(text, n.input, k->input_gradient(w, middle, w->height - middle, dy, weight, y),
               k->input_gradient(w, 0, middle, dy, weight, y));
  describe(text, sizeof text, "weight_gradient", w);
  CHECK_FLOATS(text, n.weight, memcpy(y, before, n.weight * sizeof *y), k->weight_gradient(w, 0, half, x, dy, y),
               k->weight_gradient(w, half, out - half, x, dy, y));
  check_release();
}

// Windows inside the image; with few distinct values, so that the first of several largest must win.
static void check_pool(const ck_depthwise_kernels *kernels, const ck_depthwise_kernels *reference, ck_depthwise w,
                       uint32_t *state) {
  w.above = w.left = 0;
  w.output_height = (w.height - w.kernel_height) / w.stride + 1;
  w.output_width = (w.width - w.kernel_width) / w.stride + 1;
  const sizes n = count(&w);
  const int64_t out = w.output_height, half = out / 2, middle = w.height / 2;
  float *x = check_allocate(n.input * sizeof *x);
  for (size_t i = 0; i < n.input; i++) x[i] = (float)random_below(state, 5) - 2;
  const float *dy = random_reals(n.output, 1, state);
  int32_t *winner = check_allocate(n.output * sizeof *winner);
  char text[100];
  describe(text, sizeof text, "max_pool", &w);
  CHECK_FLOATS(text, n.output, k->max_pool(&w, half, out - half, x, y, winner), k->max_pool(&w, 0, half, x, y, winner));
  CHECK_INTEGERS(text, n.output * sizeof *winner,
                 k->max_pool(&w, 0, out, x, check_allocate(n.output * sizeof *x), (int32_t *)y));
  describe(text, sizeof text, "max_pool_gradient", &w);
  CHECK_FLOATS(text, n.input, k->max_pool_gradient(&w, middle, w.height - middle, dy, winner, y),
               k->max_pool_gradient(&w, 0, middle, dy, winner, y));
  check_release();
}

void check_depthwise(ck_isa isa) {
  const ck_depthwise_kernels *kernels = ck_depthwise_kernels_for(isa);
  const ck_depthwise_kernels *reference = ck_depthwise_kernels_for(CK_ISA_REFERENCE);
  uint32_t state = 4;
  for (int i = 0; i < CHECK_SIZES * 6; i++) {
    const ck_depthwise windows = random_windows(check_sizes[i % CHECK_SIZES], &state);
    check_convolution(kernels, reference, &windows, &state);
    check_pool(kernels, reference, windows, &state);
  }
  check_report("depthwise");
}
