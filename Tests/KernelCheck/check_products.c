// Matrix products of training: plain and transposed ones, and convolutions as products of overlapping windows.

#include <stdio.h>
#include <string.h>

#include "CKernels.h"
#include "kernel_check.h"

// Fills in B, the bias and C, runs the product both ways and compares.
static void check_product(const char *what, ck_gemm g, const ck_float_kernels *kernels, uint32_t *state) {
  const ck_float_kernels *reference = ck_float_kernels_for(CK_ISA_REFERENCE);
  const int64_t depth = g.k * g.segments * g.parts, rows = g.m * g.blocks * g.images;
  const int64_t panels = (g.n + CK_PANEL - 1) / CK_PANEL;
  g.b = random_reals(panels * depth * CK_PANEL, 1, state), g.b_depth = CK_PANEL, g.b_panel = depth * CK_PANEL;
  g.bias = random_below(state, 2) ? random_reals(panels * CK_PANEL, 1, state) : NULL;
  g.c_row = g.n, g.c_block = g.m * g.n, g.c_image = g.m * g.blocks * g.n;
  g.accumulate = random_below(state, 2);
  const float *before = random_reals(rows * g.n, 1, state);
  CHECK_FLOATS(what, rows * g.n, memcpy(y, before, rows * g.n * sizeof *y), g.c = y, k->gemm(&g));
  check_release();
}

static void check_matrix(int m, int n, int depth, const ck_float_kernels *kernels, uint32_t *state) {
  ck_gemm g = {.n = n, .m = m, .k = depth, .blocks = 1, .images = 1, .segments = 1, .parts = 1};
  const int transposed = random_below(state, 2);
  g.a = random_reals((size_t)m * depth, 1, state), g.a_row = transposed ? 1 : depth, g.a_depth = transposed ? m : 1;
  char text[100];
  snprintf(text, sizeof text, "m %d n %d k %d transposed %d", m, n, depth, transposed);
  check_product(text, g, kernels, state);
}

static void check_convolution(const ck_float_kernels *kernels, uint32_t *state) {
  const int images = 1 + random_below(state, 3), channels = 1 + random_below(state, 9);
  const int kernel = 1 + random_below(state, 4);
  const int height = kernel + random_below(state, 9), width = kernel + random_below(state, 9);
  const int out_h = height - kernel + 1, out_w = width - kernel + 1;
  const int64_t row = (int64_t)width * channels;
  ck_gemm g = {.n = random_size(state), .a = random_reals(images * height * row, 1, state)};
  // The rows are the outputs and the depth is the kernel, or, in the weight gradient, the other way round.
  const int gradient = random_below(state, 2);
  if (gradient) {
    g.m = kernel * channels, g.blocks = kernel, g.images = 1, g.k = out_w, g.segments = out_h, g.parts = images;
    g.a_row = 1, g.a_block = row, g.a_depth = channels, g.a_segment = row, g.a_part = height * row;
  } else {
    g.m = out_w, g.blocks = out_h, g.images = images, g.k = kernel * channels, g.segments = kernel, g.parts = 1;
    g.a_row = channels, g.a_block = row, g.a_image = height * row, g.a_depth = 1, g.a_segment = row;
  }
  char text[100];
  snprintf(text, sizeof text, "images %dx%dx%dx%d kernel %d outputs %d gradient %d", images, height, width, channels,
           kernel, (int)g.n, gradient);
  check_product(text, g, kernels, state);
}

void check_products(ck_isa isa) {
  const ck_float_kernels *kernels = ck_float_kernels_for(isa);
  uint32_t state = 3;
  for (int i = 0; i < CHECK_SIZES; i++)
    for (int j = 0; j < CHECK_SIZES; j++)
      for (int l = 0; l < CHECK_SIZES; l += 2)
        check_matrix(check_sizes[i], check_sizes[j], check_sizes[l], kernels, &state);
  // So large that B is fetched ahead, with several pieces of depth and chunks of rows.
  for (int i = 0; i < 4; i++) check_matrix(150, 630 + i * 17, 601, kernels, &state);
  check_matrix(40, 50, 600, kernels, &state);  // so high and deep that it is cut into pieces
  check_matrix(75, 17, 401, kernels, &state);
  for (int i = 0; i < 100; i++) check_convolution(kernels, &state);
  check_report("float gemm");
}
