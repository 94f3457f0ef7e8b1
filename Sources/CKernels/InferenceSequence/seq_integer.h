// What integer products need: see seq_product.h, seq_recurrent.h and seq_attention.h.

// Adds, per lane, weight[0] * input[0] + weight[1] * input[1], exactly.
INLINE ints multiply_add_i8(ints sum, ints weight, const int16_t *input) {
  int32_t pair;
  memcpy(&pair, input, sizeof pair);
  const ints pairs = pair;
#ifdef ADD_PAIRS
  return ADD_PAIRS(sum, pairs, weight);
#else
  return sum + (pairs << 16 >> 16) * (weight << 16 >> 16) + (pairs >> 16) * (weight >> 16);
#endif
}

// The rows of a matrix as the left side of a product: without the zero point, in whole pairs.
static size_t left_bytes_i8(int rows, int features) { return (size_t)rows * (features + 1) / 2 * 4 + 4; }

static const int16_t *left_i8(int rows, int features, const int8_t *x, ptrdiff_t x_pitch, int32_t zero,
                              int16_t *room, ptrdiff_t *pitch) {
  *pitch = (features + 1) / 2 * 2;
  for (int r = 0; r < rows; r++) {
    int16_t *to = room + r * *pitch;
    to[*pitch - 1] = 0;
    for (int i = 0; i < features; i++) to[i] = (int16_t)(x[r * x_pitch + i] - zero);
  }
  return room;
}

// ---- Recurrent layers ----

enum { HEADERS_i8 = 4 };

static void headers_i8(const ck_recurrent_i8 *p, const float *header[HEADERS_i8]) {
  header[0] = p->bias, header[1] = p->recurrent_bias;
  header[2] = p->weight_scale, header[3] = p->recurrent_scale;
}

INLINE vec input_part_i8(ints sum, const vec *header, int count, int i) {
  return __builtin_convertvector(sum, vec) * header[2 * count + i] + header[i];
}
INLINE vec state_part_i8(ints sum, const vec *header, int count, int i) {
  return __builtin_convertvector(sum, vec) * header[3 * count + i] + header[count + i];
}

// The next step's product reads the state as it is written out, without its zero point.
INLINE void keep_state_i8(int count, const vec *h, ck_state_scale scale, int16_t *to) {
  const float low = (float)(-128 - scale.zero), high = (float)(127 - scale.zero);
  for (int i = 0; i < count; i++, to += LANES) {
    const vec real = at_most(at_least(h[i] * scale.inverse, low), high);
    const shorts narrow = __builtin_convertvector(__builtin_convertvector(rounded(real), ints), shorts);
    memcpy(to, &narrow, sizeof narrow);
  }
}

static void emit_i8(int units, const int16_t *state, ck_state_scale scale, int8_t *y) {
  for (int i = 0; i < units; i++) y[i] = (int8_t)(state[i] + scale.zero);
}

// ---- Attention ----

// V as panels [panels][pairs of keys][PANEL][2], without the zero point.
static void pack_values_i8(int keys, int features, const int8_t *v, ptrdiff_t pitch, int32_t zero, int16_t *panel) {
  for (int first = 0; first < features; first += PANEL) {
    const int count = features - first < PANEL ? features - first : PANEL;
    for (int key = 0; key < keys; key += 2, panel += 2 * PANEL) {
      const int8_t *even = v + key * pitch + first, *odd = key + 1 < keys ? even + pitch : even;
      const int16_t both = key + 1 < keys ? -1 : 0;
      for (int i = 0; i < count; i++) {
        panel[2 * i] = (int16_t)(even[i] - zero);
        panel[2 * i + 1] = (int16_t)(odd[i] - zero) & both;
      }
      for (int i = 2 * count; i < 2 * PANEL; i++) panel[i] = 0;
    }
  }
}

// For each row, round(255 e^(scale * (s - largest s))) where kept, else 0, and their sum, which is exact.
static void weigh_i8(int rows, int count, const ints *s, const ints *keep, float scale, int16_t *w, float *total) {
  for (int r = 0; r < rows; r++, s += count) {
    ints most = INT32_MIN, sum = 0;
    for (int i = 0; i < count; i++) {
      const ints x = keep[i] ? s[i] : (ints)INT32_MIN;
      most = x > most ? x : most;
    }
    const ints largest = largest_i32(most);
    for (int i = 0; i < count; i++, w += LANES) {
      const vec e = exponential(__builtin_convertvector(s[i] - largest, vec) * scale);
      const ints weight = __builtin_convertvector(rounded(e * 255.0f), ints) & keep[i];
      const shorts narrow = __builtin_convertvector(weight, shorts);
      memcpy(w, &narrow, sizeof narrow);
      sum += weight;
    }
    total[r] = (float)total_i32(sum);
  }
}

INLINE void average_i8(int features, const int32_t *sum, float total, const ck_attention_i8 *integers, int8_t *y) {
  const float factor = total > 0 ? integers->output_scale / total : 0;
  for (int i = 0; i < features; i++) y[i] = quantized((float)sum[i] * factor, -128, integers->y_zero);
}
