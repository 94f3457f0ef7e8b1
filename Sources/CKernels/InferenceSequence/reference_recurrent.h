// GRU and LSTM as plain loops.

static size_t columns(const ck_recurrent *r) { return (size_t)r->cell * r->units; }

static size_t weights(const ck_recurrent *r) { return (size_t)(r->inputs + r->units) * columns(r); }

// Packed: bias, recurrent bias, their scales (int8), then the weights as given.
static size_t recurrent_f32_packed(const ck_recurrent *r) { return (2 * columns(r) + weights(r)) * 4; }

static size_t recurrent_i8_packed(const ck_recurrent *r) { return 4 * columns(r) * 4 + weights(r); }

static void pack_numbers(const ck_recurrent *r, const float *const *numbers, int count, float *to) {
  for (int i = 0; i < count; i++) {
    if (numbers[i]) memcpy(to + i * columns(r), numbers[i], columns(r) * sizeof(float));
  }
}

static void recurrent_f32_pack(const ck_recurrent *r, const ck_recurrent_f32 *p, void *packed) {
  const float *numbers[2] = {p->bias, r->cell == CK_GRU ? p->recurrent_bias : 0};
  float *to = packed, *weight = to + 2 * columns(r);
  memset(to, 0, recurrent_f32_packed(r));
  pack_numbers(r, numbers, 2, to);
  memcpy(weight, p->weight, r->inputs * columns(r) * sizeof(float));
  memcpy(weight + r->inputs * columns(r), p->recurrent, r->units * columns(r) * sizeof(float));
}

static void recurrent_i8_pack(const ck_recurrent *r, const ck_recurrent_i8 *p, void *packed) {
  const float *numbers[4] = {p->bias, r->cell == CK_GRU ? p->recurrent_bias : 0, p->weight_scale,
                             p->recurrent_scale};
  int8_t *weight = (int8_t *)((float *)packed + 4 * columns(r));
  memset(packed, 0, recurrent_i8_packed(r));
  pack_numbers(r, numbers, 4, packed);
  memcpy(weight, p->weight, r->inputs * columns(r));
  memcpy(weight + r->inputs * columns(r), p->recurrent, r->units * columns(r));
}

// State h and c, and what comes from the inputs and from the state of one position.
static size_t recurrent_f32_scratch(const ck_recurrent *r) { return (2 * r->units + 2 * columns(r)) * 4; }

// The same and the state as it is written out.
static size_t recurrent_i8_scratch(const ck_recurrent *r) { return recurrent_f32_scratch(r) + r->units; }

static float sigmoid_f32(float x) { return 1 / (1 + expf(-x)); }

// The step of one unit in float, by the standard library's functions; `in` and `re` are [gates][units].
static void unit_f32(const ck_recurrent *r, const float *in, const float *re, float *h, float *c) {
  const int u = r->units;
  if (r->cell == CK_GRU) {
    const float z = sigmoid_f32(in[0] + re[0]), reset = sigmoid_f32(in[u] + re[u]);
    *h = z * *h + (1 - z) * tanhf(in[2 * u] + reset * re[2 * u]);
  } else {
    const float i = sigmoid_f32(in[0] + re[0]), forget = sigmoid_f32(in[u] + re[u]);
    *c = forget * *c + i * tanhf(in[2 * u] + re[2 * u]);
    *h = sigmoid_f32(in[3 * u] + re[3 * u]) * tanhf(*c);
  }
}

// The same exactly as the int8 form defines it.
static void unit_i8(const ck_recurrent *r, const float *in, const float *re, float *h, float *c) {
  const int u = r->units;
  if (r->cell == CK_GRU) {
    const float z = sigmoid(in[0] + re[0]), reset = sigmoid(in[u] + re[u]);
    const float n = hyperbolic_tangent(in[2 * u] + reset * re[2 * u]);
    *h = n + z * (*h - n);
  } else {
    const float i = sigmoid(in[0] + re[0]), forget = sigmoid(in[u] + re[u]);
    *c = forget * *c + i * hyperbolic_tangent(in[2 * u] + re[2 * u]);
    *h = sigmoid(in[3 * u] + re[3 * u]) * hyperbolic_tangent(*c);
  }
}

static void recurrent_f32(const ck_recurrent *r, const float *x, const float *mask, const void *packed,
                          void *scratch, float *y) {
  const size_t n = columns(r), units = r->units;
  const float *bias = packed, *recurrent_bias = bias + n, *weight = recurrent_bias + n;
  const float *recurrent = weight + r->inputs * n;
  float *h = scratch, *c = h + units, *in = c + units, *re = in + n;
  for (size_t i = 0; i < 2 * units; i++) h[i] = 0;

  for (int t = 0; t < r->length; t++) {
    const size_t at = r->reversed ? r->length - 1 - t : t;
    if (!mask || mask[at] != 0) {
      for (size_t j = 0; j < n; j++) {
        in[j] = bias[j], re[j] = recurrent_bias[j];
        for (int k = 0; k < r->inputs; k++) in[j] += x[at * r->inputs + k] * weight[k * n + j];
        for (size_t k = 0; k < units; k++) re[j] += h[k] * recurrent[k * n + j];
      }
      for (size_t i = 0; i < units; i++) unit_f32(r, in + i, re + i, h + i, c + i);
    }
    if (r->returns_sequence) memcpy(y + at * units, h, units * sizeof(float));
  }
  if (!r->returns_sequence) memcpy(y, h, units * sizeof(float));
}

static void recurrent_i8(const ck_recurrent *r, ck_zero_points zero, float state_scale, const int8_t *x,
                         const int8_t *mask, const void *packed, void *scratch, int8_t *y) {
  const size_t n = columns(r), units = r->units;
  const float *bias = packed, *recurrent_bias = bias + n, *weight_scale = recurrent_bias + n;
  const float *recurrent_scale = weight_scale + n, inverse = 1 / state_scale;
  const int8_t *weight = (const int8_t *)(recurrent_scale + n), *recurrent = weight + r->inputs * n;
  float *h = scratch, *c = h + units, *in = c + units, *re = in + n;
  int8_t *state = (int8_t *)(re + n);
  for (size_t i = 0; i < 2 * units; i++) h[i] = 0;
  for (size_t i = 0; i < units; i++) state[i] = quantized(0, -128, zero.output);

  for (int t = 0; t < r->length; t++) {
    const size_t at = r->reversed ? r->length - 1 - t : t;
    if (!mask || mask[at] != 0) {
      for (size_t j = 0; j < n; j++) {
        int32_t from_input = 0, from_state = 0;
        for (int k = 0; k < r->inputs; k++) from_input += (x[at * r->inputs + k] - zero.input) * weight[k * n + j];
        for (size_t k = 0; k < units; k++) from_state += (state[k] - zero.output) * recurrent[k * n + j];
        in[j] = (float)from_input * weight_scale[j] + bias[j];
        re[j] = (float)from_state * recurrent_scale[j] + recurrent_bias[j];
      }
      for (size_t i = 0; i < units; i++) {
        unit_i8(r, in + i, re + i, h + i, c + i);
        state[i] = quantized(h[i] * inverse, -128, zero.output);
      }
    }
    if (r->returns_sequence) memcpy(y + at * units, state, units);
  }
  if (!r->returns_sequence) memcpy(y, state, units);
}
