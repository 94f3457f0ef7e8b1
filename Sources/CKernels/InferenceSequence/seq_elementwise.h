// Kernels element by element. Loops over plain arrays: the compiler makes vectors of them.

#define FOR_VECTORS(count, function)                                                      \
  do {                                                                                    \
    size_t i = 0;                                                                         \
    for (; i + LANES <= count; i += LANES) store(y + i, function(load(x + i, LANES)), LANES); \
    if (i < count) store(y + i, function(load(x + i, count - i)), count - i);             \
  } while (0)

INLINE vec relu6(vec x) { return at_most(at_least(x, 0.0f), 6.0f); }
INLINE vec relu(vec x) { return at_least(x, 0.0f); }
INLINE vec silu(vec x) { return x * sigmoid(x); }
INLINE vec gelu(vec x) { return (0.5f * x) * (1.0f + error_function(x * 0.70710678118654752f)); }

static void activation_f32(ck_activation activation, size_t count, const float *x, float *y) {
  switch (activation) {
    case CK_RELU: FOR_VECTORS(count, relu); break;
    case CK_RELU6: FOR_VECTORS(count, relu6); break;
    case CK_GELU: FOR_VECTORS(count, gelu); break;
    case CK_SILU: FOR_VECTORS(count, silu); break;
    case CK_TANH: FOR_VECTORS(count, hyperbolic_tangent); break;
    case CK_SIGMOID: FOR_VECTORS(count, sigmoid); break;
  }
}

// Any number of inputs are combined in blocks that stay in the first-level cache.
enum { BLOCK = 128 };

INLINE size_t block_at(size_t first, size_t count) { return count - first < BLOCK ? count - first : BLOCK; }

INLINE void combine_f32(size_t count, int32_t inputs, const float *const *x, bool relu, const bool multiply,
                        float *y) {
  const float low = relu ? 0 : -INFINITY;
  for (size_t first = 0; first < count; first += BLOCK) {
    const size_t n = block_at(first, count);
    float result[BLOCK];
    memcpy(result, x[0] + first, n * sizeof(float));
    for (int32_t j = 1; j < inputs; j++) {
      const float *other = x[j] + first;
      for (size_t i = 0; i < n; i++) result[i] = multiply ? result[i] * other[i] : result[i] + other[i];
    }
    for (size_t i = 0; i < n; i++) y[first + i] = low > result[i] ? low : result[i];
  }
}

static void add_f32(size_t count, int32_t inputs, const float *const *x, bool relu, float *y) {
  combine_f32(count, inputs, x, relu, false, y);
}

static void multiply_f32(size_t count, int32_t inputs, const float *const *x, bool relu, float *y) {
  combine_f32(count, inputs, x, relu, true, y);
}

static void add_i8(size_t count, int32_t inputs, const int8_t *const *x, const int32_t *x_zero,
                   const float *factor, bool relu, int32_t zero, int8_t *y) {
  for (size_t first = 0; first < count; first += BLOCK) {
    const size_t n = block_at(first, count);
    float sum[BLOCK];
    for (size_t i = 0; i < n; i++) sum[i] = (float)(x[0][first + i] - x_zero[0]) * factor[0];
    for (int32_t j = 1; j < inputs; j++) {
      const int8_t *other = x[j] + first;
      for (size_t i = 0; i < n; i++) sum[i] = sum[i] + (float)(other[i] - x_zero[j]) * factor[j];
    }
    for (size_t i = 0; i < n; i++) y[first + i] = quantized(sum[i], relu ? zero : -128, zero);
  }
}

static void multiply_i8(size_t count, int32_t inputs, const int8_t *const *x, const int32_t *x_zero,
                        float factor, bool relu, int32_t zero, int8_t *y) {
  for (size_t first = 0; first < count; first += BLOCK) {
    const size_t n = block_at(first, count);
    float product[BLOCK];
    for (size_t i = 0; i < n; i++) product[i] = (float)(x[0][first + i] - x_zero[0]);
    for (int32_t j = 1; j < inputs; j++) {
      const int8_t *other = x[j] + first;
      for (size_t i = 0; i < n; i++) product[i] = product[i] * (float)(other[i] - x_zero[j]);
    }
    for (size_t i = 0; i < n; i++) {
      y[first + i] = quantized(product[i] * factor, relu ? zero : -128, zero);
    }
  }
}

static void requantize(size_t rows, size_t features, const int8_t *x, ck_zero_points zero, float factor,
                       int8_t *y, size_t pitch) {
  for (size_t r = 0; r < rows; r++, x += features, y += pitch) {
    for (size_t i = 0; i < features; i++) {
      y[i] = quantized((float)(x[i] - zero.input) * factor, -128, zero.output);
    }
  }
}
