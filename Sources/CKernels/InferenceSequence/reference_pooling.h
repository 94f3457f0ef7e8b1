// Pooling as plain loops, number by number.

static int window_rows(const ck_windows *w) { return (w->height - w->size_y) / w->stride_y + 1; }
static int window_columns(const ck_windows *w) { return (w->width - w->size_x) / w->stride_x + 1; }

// Where pixel `i` of the window of output pixel `at` lies in the image.
static size_t window_pixel(const ck_windows *w, int at, int i) {
  const size_t y = at / window_columns(w) * w->stride_y + i / w->size_x;
  const size_t x = at % window_columns(w) * w->stride_x + i % w->size_x;
  return y * w->width + x;
}

#define FOR_WINDOWS(at, c)                                         \
  for (int at = 0; at < window_rows(w) * window_columns(w); at++) \
    for (int c = 0; c < w->channels; c++)
#define FOR_PIXELS(i) for (int i = 0; i < w->size_y * w->size_x; i++)

static void average_pool_f32(const ck_windows *w, const float *x, float *y) {
  FOR_WINDOWS(at, c) {
    float sum = 0;
    FOR_PIXELS(i) sum += x[window_pixel(w, at, i) * w->channels + c];
    *y++ = sum / (float)(w->size_y * w->size_x);
  }
}

static void average_pool_i8(const ck_windows *w, const int8_t *x, ck_zero_points zero, float factor, int8_t *y) {
  FOR_WINDOWS(at, c) {
    int32_t sum = 0;
    FOR_PIXELS(i) sum += x[window_pixel(w, at, i) * w->channels + c] - zero.input;
    *y++ = quantized((float)sum * (factor / (float)(w->size_y * w->size_x)), -128, zero.output);
  }
}

static void max_pool_f32(const ck_windows *w, const float *x, float *y) {
  FOR_WINDOWS(at, c) {
    float most = -INFINITY;
    FOR_PIXELS(i) most = fmaxf(most, x[window_pixel(w, at, i) * w->channels + c]);
    *y++ = most;
  }
}

static void max_pool_i8(const ck_windows *w, const int8_t *x, int8_t *y) {
  FOR_WINDOWS(at, c) {
    int8_t most = INT8_MIN;
    FOR_PIXELS(i) {
      const int8_t value = x[window_pixel(w, at, i) * w->channels + c];
      most = value > most ? value : most;
    }
    *y++ = most;
  }
}

#undef FOR_WINDOWS
#undef FOR_PIXELS

static void global_average_f32(size_t rows, size_t channels, const float *x, const float *mask, float *y) {
  for (size_t c = 0; c < channels; c++) {
    float sum = 0;
    int count = 0;
    for (size_t r = 0; r < rows; r++) {
      if (!mask || mask[r] != 0) sum += x[r * channels + c], count++;
    }
    y[c] = count > 0 ? sum / (float)count : 0;
  }
}

static void global_max_f32(size_t rows, size_t channels, const float *x, const float *mask, float *y) {
  for (size_t c = 0; c < channels; c++) {
    float most = -INFINITY;
    int count = 0;
    for (size_t r = 0; r < rows; r++) {
      if (!mask || mask[r] != 0) most = fmaxf(most, x[r * channels + c]), count++;
    }
    y[c] = count > 0 ? most : 0;
  }
}

static void global_average_i8(size_t rows, size_t channels, const int8_t *x, const int8_t *mask,
                              ck_zero_points zero, float factor, int8_t *y) {
  for (size_t c = 0; c < channels; c++) {
    int32_t sum = 0, count = 0;
    for (size_t r = 0; r < rows; r++) {
      if (!mask || mask[r] != 0) sum += x[r * channels + c] - zero.input, count++;
    }
    const float share = count > 0 ? factor / (float)count : 0;
    y[c] = quantized((float)sum * share, -128, zero.output);
  }
}

static void global_max_i8(size_t rows, size_t channels, const int8_t *x, const int8_t *mask, int32_t zero,
                          int8_t *y) {
  for (size_t c = 0; c < channels; c++) {
    int8_t most = INT8_MIN;
    int count = 0;
    for (size_t r = 0; r < rows; r++) {
      if (mask && mask[r] == 0) continue;
      most = x[r * channels + c] > most ? x[r * channels + c] : most;
      count++;
    }
    y[c] = count > 0 ? most : (int8_t)zero;
  }
}
