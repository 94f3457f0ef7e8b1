// Pooling: windows over an image, and a whole image or sequence as one window.
//
// Channels are taken in blocks, so that a window's results stay in the first-level cache.

// Combines, for `n` channels, the pixels of one window that the mask lets through; returns how many they are.
// Rows of the image are `pitch` elements apart.
#define REDUCTION(name, value, type, start, combined)                                                     \
  INLINE size_t name(size_t height, size_t width, size_t pitch, size_t channels, size_t n, const value *x, \
                     const value *mask, type result[BLOCK]) {                                             \
    size_t counted = 0;                                                                                   \
    for (size_t i = 0; i < n; i++) result[i] = start;                                                     \
    for (size_t pixel = 0; pixel < height * width; pixel++) {                                             \
      if (mask && mask[pixel] == 0) continue;                                                             \
      const value *from = x + pixel / width * pitch + pixel % width * channels;                           \
      for (size_t i = 0; i < n; i++) {                                                                    \
        const type a = result[i], b = from[i];                                                            \
        result[i] = combined;                                                                             \
      }                                                                                                   \
      counted++;                                                                                          \
    }                                                                                                     \
    return counted;                                                                                       \
  }
REDUCTION(window_sum_f32, float, float, 0, a + b)
REDUCTION(window_max_f32, float, float, -INFINITY, a > b ? a : b)
REDUCTION(window_sum_i8, int8_t, int32_t, 0, a + b)
REDUCTION(window_max_i8, int8_t, int8_t, INT8_MIN, a > b ? a : b)
#undef REDUCTION

INLINE float reciprocal(size_t count, float numerator) { return count > 0 ? numerator / (float)count : 0; }

// Runs BODY for `n` channels of each window, with `from` where it begins in x and `to` in y.
#define FOR_WINDOWS(value, w, BODY)                                                                       \
  do {                                                                                                    \
    const size_t channels = w->channels, pitch = w->width * channels;                                     \
    const size_t rows = (w->height - w->size_y) / w->stride_y + 1;                                        \
    const size_t columns = (w->width - w->size_x) / w->stride_x + 1;                                      \
    for (size_t at = 0; at < rows * columns; at++) {                                                      \
      for (size_t first = 0; first < channels; first += BLOCK) {                                          \
        const size_t n = block_at(first, channels);                                                       \
        const value *from =                                                                               \
          x + at / columns * w->stride_y * pitch + at % columns * w->stride_x * channels + first;         \
        value *to = y + at * channels + first;                                                            \
        BODY                                                                                              \
      }                                                                                                   \
    }                                                                                                     \
  } while (0)

static void average_pool_f32(const ck_windows *w, const float *x, float *y) {
  FOR_WINDOWS(float, w, {
    float sum[BLOCK];
    const size_t count = window_sum_f32(w->size_y, w->size_x, pitch, channels, n, from, 0, sum);
    const float factor = reciprocal(count, 1);
    for (size_t i = 0; i < n; i++) to[i] = sum[i] * factor;
  });
}

static void average_pool_i8(const ck_windows *w, const int8_t *x, ck_zero_points zero, float factor, int8_t *y) {
  FOR_WINDOWS(int8_t, w, {
    int32_t sum[BLOCK];
    const size_t count = window_sum_i8(w->size_y, w->size_x, pitch, channels, n, from, 0, sum);
    const int32_t zeros = (int32_t)count * zero.input;
    const float share = reciprocal(count, factor);
    for (size_t i = 0; i < n; i++) to[i] = quantized((float)(sum[i] - zeros) * share, -128, zero.output);
  });
}

static void max_pool_f32(const ck_windows *w, const float *x, float *y) {
  FOR_WINDOWS(float, w, {
    float most[BLOCK];
    window_max_f32(w->size_y, w->size_x, pitch, channels, n, from, 0, most);
    memcpy(to, most, n * sizeof(float));
  });
}

static void max_pool_i8(const ck_windows *w, const int8_t *x, int8_t *y) {
  FOR_WINDOWS(int8_t, w, {
    int8_t most[BLOCK];
    window_max_i8(w->size_y, w->size_x, pitch, channels, n, from, 0, most);
    memcpy(to, most, n);
  });
}

static void global_average_f32(size_t rows, size_t channels, const float *x, const float *mask, float *y) {
  for (size_t first = 0; first < channels; first += BLOCK) {
    const size_t n = block_at(first, channels);
    float sum[BLOCK];
    const size_t count = window_sum_f32(rows, 1, channels, channels, n, x + first, mask, sum);
    const float factor = reciprocal(count, 1);
    for (size_t i = 0; i < n; i++) y[first + i] = sum[i] * factor;
  }
}

static void global_average_i8(size_t rows, size_t channels, const int8_t *x, const int8_t *mask,
                              ck_zero_points zero, float factor, int8_t *y) {
  for (size_t first = 0; first < channels; first += BLOCK) {
    const size_t n = block_at(first, channels);
    int32_t sum[BLOCK];
    const size_t count = window_sum_i8(rows, 1, channels, channels, n, x + first, mask, sum);
    const int32_t zeros = (int32_t)count * zero.input;
    const float share = reciprocal(count, factor);
    for (size_t i = 0; i < n; i++) y[first + i] = quantized((float)(sum[i] - zeros) * share, -128, zero.output);
  }
}

static void global_max_f32(size_t rows, size_t channels, const float *x, const float *mask, float *y) {
  for (size_t first = 0; first < channels; first += BLOCK) {
    const size_t n = block_at(first, channels);
    float most[BLOCK];
    const size_t count = window_max_f32(rows, 1, channels, channels, n, x + first, mask, most);
    for (size_t i = 0; i < n; i++) y[first + i] = count > 0 ? most[i] : 0;
  }
}

static void global_max_i8(size_t rows, size_t channels, const int8_t *x, const int8_t *mask, int32_t zero,
                          int8_t *y) {
  for (size_t first = 0; first < channels; first += BLOCK) {
    const size_t n = block_at(first, channels);
    int8_t most[BLOCK];
    const size_t count = window_max_i8(rows, 1, channels, channels, n, x + first, mask, most);
    for (size_t i = 0; i < n; i++) y[first + i] = count > 0 ? most[i] : (int8_t)zero;
  }
}
