// Row by row: softmax, layer normalization, negative sampling; and transposition. Part of sequence_vector.h.

// MARK: Softmax

// Logits of some columns; those that the mask leaves out become `hidden`.
inlined vec logits(const float *x, const float *keep, float scale, float hidden, int64_t lanes) {
  vec value = load(x, lanes) * scale;
  if (lanes < L) {
    vec padded = splat(hidden);
    memcpy(&padded, &value, lanes * sizeof(float));
    value = padded;
  }
  return keep ? choose(load(keep, lanes) != 0, value, splat(hidden)) : value;
}

static void softmax(int64_t rows, int64_t columns, float scale, const float *keep, const float *x, float *y) {
  const float hidden = -INFINITY;
  for (int64_t r = 0; r < rows; r++, x += columns, y += columns) {
    vec most = splat(hidden);
#define BODY(c, lanes)                                                                  \
  {                                                                                     \
    const vec value = logits(x + c, keep ? keep + c : NULL, scale, hidden, lanes);      \
    most = choose(value > most, value, most);                                           \
  }
    for_channels(columns, BODY);
#undef BODY
    const float top = largest(most);
    vec sum = {0};
#define BODY(c, lanes)                                                                  \
  {                                                                                     \
    const vec value = logits(x + c, keep ? keep + c : NULL, scale, hidden, lanes);      \
    const vec power = choose(value == hidden, (vec){0}, exponential(value - top));      \
    sum += power;                                                                       \
    store(y + c, power, lanes);                                                         \
  }
    for_channels(columns, BODY);
#undef BODY
    const float all = total(sum), factor = all == 0 ? 0 : 1 / all;
#define BODY(c, lanes) store(y + c, load(y + c, lanes) * factor, lanes)
    for_channels(columns, BODY);
#undef BODY
  }
}

static void softmax_gradient(int64_t rows, int64_t columns, float scale, const float *y, const float *dy, float *dx) {
  for (int64_t r = 0; r < rows; r++, y += columns, dy += columns, dx += columns) {
    vec sum = {0};
#define BODY(c, lanes) sum += load(y + c, lanes) * load(dy + c, lanes)
    for_channels(columns, BODY);
#undef BODY
    const float mean = total(sum);
#define BODY(c, lanes) store(dx + c, load(y + c, lanes) * (load(dy + c, lanes) - mean) * scale, lanes)
    for_channels(columns, BODY);
#undef BODY
  }
}

// MARK: Layer normalization

static void layer_norm(int64_t rows, int64_t columns, float epsilon, const float *x, const float *gamma,
                       const float *beta, float *y, float *mean, float *inverse) {
  for (int64_t r = 0; r < rows; r++, x += columns, y += columns) {
    vec sum = {0}, squares = {0};
#define BODY(c, lanes) sum += load(x + c, lanes)
    for_channels(columns, BODY);
#undef BODY
    const float center = total(sum) / columns;
#define BODY(c, lanes)                                       \
  {                                                          \
    const vec distance = load_or(x + c, lanes, center) - center; \
    squares += distance * distance;                          \
  }
    for_channels(columns, BODY);
#undef BODY
    const float factor = 1 / __builtin_sqrtf(total(squares) / columns + epsilon);
    mean[r] = center;
    inverse[r] = factor;
#define BODY(c, lanes) \
  store(y + c, (load(x + c, lanes) - center) * factor * load(gamma + c, lanes) + load(beta + c, lanes), lanes)
    for_channels(columns, BODY);
#undef BODY
  }
}

static void layer_norm_gradient(int64_t rows, int64_t columns, const float *x, const float *gamma, const float *mean,
                                const float *inverse, const float *dy, float *dx, float *dgamma, float *dbeta) {
  for (int64_t r = 0; r < rows; r++, x += columns, dy += columns, dx += columns) {
    const float center = mean[r], factor = inverse[r];
    vec sum = {0}, product = {0};
#define BODY(c, lanes)                                                                \
  {                                                                                   \
    const vec upstream = load(dy + c, lanes), normal = (load(x + c, lanes) - center) * factor; \
    const vec g = upstream * load(gamma + c, lanes);                                  \
    sum += g;                                                                         \
    product += g * normal;                                                            \
    store(dgamma + c, load(dgamma + c, lanes) + upstream * normal, lanes);            \
    store(dbeta + c, load(dbeta + c, lanes) + upstream, lanes);                       \
  }
    for_channels(columns, BODY);
#undef BODY
    const float average = total(sum) / columns, slope = total(product) / columns;
#define BODY(c, lanes)                                                                        \
  store(dx + c,                                                                               \
        factor * (load(dy + c, lanes) * load(gamma + c, lanes) - average -                    \
                  (load(x + c, lanes) - center) * factor * slope),                            \
        lanes)
    for_channels(columns, BODY);
#undef BODY
  }
}

// MARK: Transposition

typedef float four __attribute__((vector_size(16)));

inlined four load_four(const float *p) {
  four v;
  memcpy(&v, p, sizeof v);
  return v;
}

inlined void store_four(float *p, four v) { memcpy(p, &v, sizeof v); }

// 4 rows by 4 columns.
inlined void transpose_tile(const float *x, int64_t x_row, float *y, int64_t y_row) {
  const four a = load_four(x), b = load_four(x + x_row), c = load_four(x + 2 * x_row), d = load_four(x + 3 * x_row);
  const four ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const four cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  store_four(y, __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5));
  store_four(y + y_row, __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7));
  store_four(y + 2 * y_row, __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5));
  store_four(y + 3 * y_row, __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7));
}

static void transpose(int64_t rows, int64_t columns, const float *x, int64_t x_row, float *y, int64_t y_row) {
  const int64_t whole_rows = rows / 4 * 4, whole_columns = columns / 4 * 4;
  for (int64_t r = 0; r < whole_rows; r += 4) {
    for (int64_t c = 0; c < whole_columns; c += 4) transpose_tile(x + r * x_row + c, x_row, y + c * y_row + r, y_row);
    for (int64_t c = whole_columns; c < columns; c++)
      for (int64_t i = r; i < r + 4; i++) y[c * y_row + i] = x[i * x_row + c];
  }
  for (int64_t r = whole_rows; r < rows; r++)
    for (int64_t c = 0; c < columns; c++) y[c * y_row + r] = x[r * x_row + c];
}

// MARK: Negative sampling

static void negative_sampling(int64_t rows, int64_t candidates, int64_t width, float scale, const float *center,
                              const float *vectors, float *loss, float *dcenter, float *dvectors) {
  for (int64_t r = 0; r < rows; r++, center += width, dcenter += width) {
    float sum = 0;
    memset(dcenter, 0, width * sizeof(float));
    for (int64_t j = 0; j < candidates; j++, vectors += width, dvectors += width) {
      vec products = {0};
#define BODY(c, lanes) products += load(center + c, lanes) * load(vectors + c, lanes)
      for_channels(width, BODY);
#undef BODY
      const float score = total(products), power = expf(-fabsf(score));
      const float below = score >= 0 ? 1 / (1 + power) : power / (1 + power);  // sigmoid(score)
      const float wrong = j == 0 ? -score : score;
      sum += (wrong > 0 ? wrong : 0) + log1pf(power);
      const float slope = scale * (j == 0 ? below - 1 : below);
#define BODY(c, lanes)                                                                              \
  {                                                                                                 \
    store(dcenter + c, load(dcenter + c, lanes) + slope * load(vectors + c, lanes), lanes);         \
    store(dvectors + c, slope * load(center + c, lanes), lanes);                                    \
  }
      for_channels(width, BODY);
#undef BODY
    }
    loss[r] = sum;
  }
}
