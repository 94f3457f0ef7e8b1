// The float kernels of training, one by one.

#include <string.h>

#include "CKernels.h"
#include "kernel_check.h"

static void check_elementwise(const ck_float_kernels *kernels, const ck_float_kernels *reference, uint32_t *state) {
  for (int n = 1; n < 70; n++) {
    const float *x = random_reals(n, 1, state), *dy = random_reals(n, 1, state);
    CHECK_FLOATS("relu", n, k->relu(n, x, y));
    CHECK_FLOATS("relu_gradient", n, k->relu_gradient(n, x, dy, y));
    CHECK_FLOATS("dropout", n, k->dropout(n, 0x123456789abcdef, 77, 0x40000000, 1.25f, x, y));
    CHECK_FLOATS("add", n, memcpy(y, dy, n * sizeof *y), k->add(n, x, y));
    const ck_adam adam = {0.01f, 0.9f, 0.999f, 1e-7f};
    float *start = random_reals(3 * n, 1, state);  // m, v, w
    for (int i = n; i < 2 * n; i++) start[i] *= start[i];
    CHECK_FLOATS("adam", 3 * n, memcpy(y, start, 3 * n * sizeof *y), k->adam(n, &adam, dy, y, y + n, y + 2 * n));
    check_release();
  }
  check_report("float elements");
}

static void check_normalization(const ck_float_kernels *kernels, const ck_float_kernels *reference, uint32_t *state) {
  for (int channels = 1; channels < 40; channels++) {
    const int rows = random_size(state), n = rows * channels;
    const float *x = random_reals(n, 1, state), *dy = random_reals(n, 1, state);
    const float *mean = random_reals(channels, 1, state);
    const ck_affine affine = {mean, random_reals(channels, 1, state), random_reals(channels, 1, state)};
    const float *slope = random_reals(channels, 1, state);
    CHECK_FLOATS("moments", 2 * channels, k->moments(rows, channels, x, y, y + channels));
    CHECK_FLOATS("normalize", n, k->normalize(rows, channels, x, &affine, y));
    CHECK_FLOATS("normalize_sums", 2 * channels, k->normalize_sums(rows, channels, x, dy, mean, y, y + channels));
    CHECK_FLOATS("normalize_gradient", n, k->normalize_gradient(rows, channels, x, dy, &affine, slope, y));
    check_release();
  }
  check_report("float normalization");
}

// With few distinct values: of several largest, the first must win.
static void check_pools(const ck_float_kernels *kernels, const ck_float_kernels *reference, uint32_t *state) {
  for (int channels = 1; channels < 40; channels++) {
    const ck_pool pool = {2 + random_below(state, 6), 2 + random_below(state, 6), channels, 1 + random_below(state, 2)};
    const size_t n = (size_t)pool.height * pool.width * channels;
    const size_t windows = (size_t)(pool.height / pool.size) * (pool.width / pool.size) * channels;
    float *x = check_allocate(n * sizeof *x);
    for (size_t i = 0; i < n; i++) x[i] = (float)random_below(state, 5) - 2;
    const float *dy = random_reals(windows, 1, state), *slope = random_reals(channels, 1, state);
    const ck_affine affine = {random_reals(channels, 1, state), random_reals(channels, 1, state),
                              random_reals(channels, 1, state)};
    uint8_t *winner = check_allocate(windows);
    CHECK_FLOATS("max_pool", windows, k->max_pool(&pool, x, y, winner));
    CHECK_INTEGERS("max_pool, winners", windows,
                   k->max_pool(&pool, x, check_allocate(windows * sizeof(float)), (uint8_t *)y));
    CHECK_FLOATS("max_pool_gradient", n, k->max_pool_gradient(&pool, dy, winner, y));
    CHECK_FLOATS("normalize_relu_pool", 2 * windows, k->normalize_relu_pool(&pool, x, &affine, y, winner, y + windows));
    CHECK_FLOATS("normalize_pool_gradient", n, k->normalize_pool_gradient(&pool, x, dy, winner, &affine, slope, y));
    check_release();
  }
  check_report("float pooling");
}

static void check_winograd(const ck_float_kernels *kernels, const ck_float_kernels *reference, uint32_t *state) {
  for (int channels = 1; channels < 40; channels++) {
    ck_winograd w = {2 + 2 * random_below(state, 3), 2 + 2 * random_below(state, 3), channels};
    w.pixel = channels + random_below(state, 3), w.row = (w.width + 2) * w.pixel;
    w.plane = w.height * w.width / 4 * channels + random_below(state, 3);
    const size_t image = (w.height + 2) * w.row, numbers = 16 * w.plane;
    const float *x = random_reals(image, 1, state), *m = random_reals(numbers, 1, state);
    const float *bias = random_reals(channels, 1, state);
    CHECK_FLOATS("winograd_input", numbers, memcpy(y, m, numbers * sizeof *y), k->winograd_input(&w, x, y));
    CHECK_FLOATS("winograd_output", image, memcpy(y, x, image * sizeof *y), k->winograd_output(&w, m, bias, y));
    CHECK_FLOATS("winograd_output", image, memcpy(y, x, image * sizeof *y), k->winograd_output(&w, m, NULL, y));
    CHECK_FLOATS("winograd_kernel", numbers, memcpy(y, m, numbers * sizeof *y),
                 k->winograd_kernel(channels, w.plane, m, y));
    check_release();
  }
  check_report("float Winograd");
}

void check_float_kernels(ck_isa isa) {
  const ck_float_kernels *kernels = ck_float_kernels_for(isa), *reference = ck_float_kernels_for(CK_ISA_REFERENCE);
  uint32_t state = 2;
  check_elementwise(kernels, reference, &state);
  check_normalization(kernels, reference, &state);
  check_pools(kernels, reference, &state);
  check_winograd(kernels, reference, &state);
}
