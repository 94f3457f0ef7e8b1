// Kernels over the rows of a matrix.

static void layer_norm_f32(size_t rows, size_t features, const float *x, const float *gamma, const float *beta,
                           float epsilon, float *y) {
#pragma clang fp reassociate(on) contract(fast)
  for (size_t r = 0; r < rows; r++, x += features, y += features) {
    float sum = 0, squares = 0;
    for (size_t i = 0; i < features; i++) sum += x[i];
    const float mean = sum / (float)features;
    for (size_t i = 0; i < features; i++) squares += (x[i] - mean) * (x[i] - mean);
    const float factor = 1 / sqrtf(squares / (float)features + epsilon);
    for (size_t i = 0; i < features; i++) y[i] = (x[i] - mean) * factor * gamma[i] + beta[i];
  }
}

static void layer_norm_i8(size_t rows, size_t features, const int8_t *x, const float *gamma, const float *beta,
                          double epsilon, int32_t zero, int8_t *y) {
  const int32_t n = (int32_t)features;
  for (size_t r = 0; r < rows; r++, x += features, y += features) {
    int32_t sum = 0, squares = 0;
    for (int32_t i = 0; i < n; i++) sum += x[i], squares += x[i] * x[i];
    const double deviation = (double)((int64_t)n * squares - (int64_t)sum * sum);
    const float factor = (float)(1 / sqrt(deviation + ((double)n * n) * epsilon));
    for (int32_t i = 0; i < n; i++) {
      y[i] = quantized(((float)(n * x[i] - sum) * factor) * gamma[i] + beta[i], -128, zero);
    }
  }
}

static void softmax_f32(size_t rows, size_t features, const float *x, float *y) {
  const size_t whole = features / LANES * LANES, rest = features - whole;
  for (size_t r = 0; r < rows; r++, x += features, y += features) {
    vec most = -INFINITY, sum = 0.0f;
    for (size_t i = 0; i < whole; i += LANES) {
      const vec v = load(x + i, LANES);
      most = v > most ? v : most;
    }
    float largest = largest_f32(most);
    for (size_t i = whole; i < features; i++) largest = x[i] > largest ? x[i] : largest;
    for (size_t i = 0; i < whole; i += LANES) {
      const vec e = fused_exponential(load(x + i, LANES) - largest);
      store(y + i, e, LANES);
      sum += e;
    }
    float total = total_f32(sum);
    if (rest > 0) {
      store(y + whole, fused_exponential(load(x + whole, rest) - largest), rest);
      for (size_t i = whole; i < features; i++) total += y[i];
    }
    const float factor = 1 / total;
    for (size_t i = 0; i < features; i++) y[i] *= factor;
  }
}
