// The gates of recurrent cells, each row of a batch for itself. Part of sequence_vector.h.

inlined int is_masked(const ck_cell_step *s, int64_t row) { return s->mask && s->mask[row * s->mask_row] == 0; }

inlined void fill(float *p, int64_t count, float value) {
  for (int64_t i = 0; i < count; i++) p[i] = value;
}

// MARK: GRU; gates lie in the order n, z, r, h Un + cn

static void gru(const ck_cell_step *s) {
  const int64_t u = s->units;
  for (int64_t row = 0; row < s->rows; row++) {
    const float *before = s->h_before + row * s->before_row, *recurrent = s->recurrent + row * 3 * u;
    float *gates = s->gates + row * s->gates_row, *after = s->h + row * s->after_row;
    if (is_masked(s, row)) {  // z = 1 keeps the state, and its gradient keeps away from the gates
      fill(gates, 4 * u, 0);
      fill(gates + u, u, 1);
      memcpy(after, before, u * sizeof(float));
      continue;
    }
#define BODY(c, lanes)                                                                                   \
  {                                                                                                      \
    const vec z = sigmoid(load(gates + u + c, lanes) + load(recurrent + c, lanes));                      \
    const vec r = sigmoid(load(gates + 2 * u + c, lanes) + load(recurrent + u + c, lanes));              \
    const vec inner = load(recurrent + 2 * u + c, lanes);                                                \
    const vec n = hyperbolic_tangent(load(gates + c, lanes) + r * inner);                                \
    store(after + c, n + z * (load(before + c, lanes) - n), lanes);                                      \
    store(gates + c, n, lanes);                                                                          \
    store(gates + u + c, z, lanes);                                                                      \
    store(gates + 2 * u + c, r, lanes);                                                                  \
    store(gates + 3 * u + c, inner, lanes);                                                              \
  }
    for_channels(u, BODY);
#undef BODY
  }
}

static void gru_gradient(const ck_cell_step *s) {
  const int64_t u = s->units;
  for (int64_t row = 0; row < s->rows; row++) {
    const float *before = s->h_before + row * s->before_row;
    const float *dy = s->dy ? s->dy + row * s->dy_row : NULL;
    float *gates = s->gates + row * s->gates_row, *dh = s->dh + row * u;
#define BODY(c, lanes)                                                                                   \
  {                                                                                                      \
    const vec n = load(gates + c, lanes), z = load(gates + u + c, lanes), r = load(gates + 2 * u + c, lanes); \
    const vec inner = load(gates + 3 * u + c, lanes);                                                    \
    vec d = load(dh + c, lanes);                                                                         \
    if (dy) d += load(dy + c, lanes);                                                                    \
    const vec dn = d * (1 - z) * (1 - n * n);                                                            \
    store(gates + c, dn, lanes);                                                                         \
    store(gates + u + c, d * (load(before + c, lanes) - n) * z * (1 - z), lanes);                        \
    store(gates + 2 * u + c, dn * inner * r * (1 - r), lanes);                                           \
    store(gates + 3 * u + c, dn * r, lanes);                                                             \
    store(dh + c, d * z, lanes);                                                                         \
  }
    for_channels(u, BODY);
#undef BODY
  }
}

// MARK: LSTM; gates lie in the order i, f, g, o

static void lstm(const ck_cell_step *s) {
  const int64_t u = s->units;
  for (int64_t row = 0; row < s->rows; row++) {
    const float *h_before = s->h_before + row * s->before_row, *c_before = s->c_before + row * s->before_row;
    float *gates = s->gates + row * s->gates_row;
    float *h = s->h + row * s->after_row, *cell = s->c + row * s->after_row;
    if (is_masked(s, row)) {
      memcpy(h, h_before, u * sizeof(float));
      memcpy(cell, c_before, u * sizeof(float));
      continue;
    }
#define BODY(c, lanes)                                                                                   \
  {                                                                                                      \
    const vec i = sigmoid(load(gates + c, lanes)), f = sigmoid(load(gates + u + c, lanes));              \
    const vec g = hyperbolic_tangent(load(gates + 2 * u + c, lanes));                                    \
    const vec o = sigmoid(load(gates + 3 * u + c, lanes));                                               \
    const vec sum = f * load(c_before + c, lanes) + i * g;                                               \
    store(gates + c, i, lanes);                                                                          \
    store(gates + u + c, f, lanes);                                                                      \
    store(gates + 2 * u + c, g, lanes);                                                                  \
    store(gates + 3 * u + c, o, lanes);                                                                  \
    store(cell + c, sum, lanes);                                                                         \
    store(h + c, o * hyperbolic_tangent(sum), lanes);                                                    \
  }
    for_channels(u, BODY);
#undef BODY
  }
}

static void lstm_gradient(const ck_cell_step *s) {
  const int64_t u = s->units;
  for (int64_t row = 0; row < s->rows; row++) {
    const float *before = s->c_before + row * s->before_row, *cell = s->c + row * s->after_row;
    const float *dy = s->dy ? s->dy + row * s->dy_row : NULL;
    float *gates = s->gates + row * s->gates_row, *dh = s->dh + row * u, *dc = s->dc + row * u;
    if (is_masked(s, row)) {
      fill(gates, 4 * u, 0);
      for (int64_t c = 0; c < u && dy; c++) dh[c] += dy[c];
      continue;
    }
#define BODY(c, lanes)                                                                                   \
  {                                                                                                      \
    const vec i = load(gates + c, lanes), f = load(gates + u + c, lanes);                                \
    const vec g = load(gates + 2 * u + c, lanes), o = load(gates + 3 * u + c, lanes);                    \
    const vec bent = hyperbolic_tangent(load(cell + c, lanes));                                          \
    vec d = load(dh + c, lanes);                                                                         \
    if (dy) d += load(dy + c, lanes);                                                                    \
    const vec inner = load(dc + c, lanes) + d * o * (1 - bent * bent);                                   \
    store(gates + c, inner * g * i * (1 - i), lanes);                                                    \
    store(gates + u + c, inner * load(before + c, lanes) * f * (1 - f), lanes);                          \
    store(gates + 2 * u + c, inner * i * (1 - g * g), lanes);                                            \
    store(gates + 3 * u + c, d * bent * o * (1 - o), lanes);                                             \
    store(dh + c, (vec){0}, lanes);                                                                      \
    store(dc + c, inner * f, lanes);                                                                     \
  }
    for_channels(u, BODY);
#undef BODY
  }
}
