// What float products need: see seq_product.h, seq_recurrent.h and seq_attention.h.

INLINE vec multiply_add_f32(vec sum, vec weight, const float *input) {
#pragma clang fp contract(fast)
  return sum + weight * *input;
}

// The rows of a matrix as the left side of a product: as they are.
static size_t left_bytes_f32(int rows, int features) {
  (void)rows, (void)features;
  return 0;
}

static const float *left_f32(int rows, int features, const float *x, ptrdiff_t x_pitch, int32_t zero, float *room,
                             ptrdiff_t *pitch) {
  (void)rows, (void)features, (void)zero, (void)room;
  *pitch = x_pitch;
  return x;
}

// ---- Recurrent layers ----

enum { HEADERS_f32 = 2 };

static void headers_f32(const ck_recurrent_f32 *p, const float *header[HEADERS_f32]) {
  header[0] = p->bias, header[1] = p->recurrent_bias;
}

// The real number that belongs to lane vector `i` of `count`: from the inputs, or from the state.
INLINE vec input_part_f32(vec sum, const vec *header, int count, int i) {
  (void)count;
  return sum + header[i];
}
INLINE vec state_part_f32(vec sum, const vec *header, int count, int i) { return sum + header[count + i]; }

// What the next step's product reads of the state: all of it.
INLINE void keep_state_f32(int count, const vec *h, ck_state_scale scale, float *to) {
  (void)scale;
  memcpy(to, h, count * sizeof(vec));
}

static void emit_f32(int units, const float *state, ck_state_scale scale, float *y) {
  (void)scale;
  memcpy(y, state, units * sizeof(float));
}

// ---- Attention ----

// V as panels [panels][keys][PANEL].
static void pack_values_f32(int keys, int features, const float *v, ptrdiff_t pitch, int32_t zero, float *panel) {
  (void)zero;
  for (int first = 0; first < features; first += PANEL) {
    const int count = features - first < PANEL ? features - first : PANEL;
    for (int key = 0; key < keys; key++, panel += PANEL) {
      const float *from = v + key * pitch + first;
      if (count == PANEL) memcpy(panel, from, PANEL * sizeof(float));
      else for (int i = 0; i < count; i++) panel[i] = from[i];
      for (int i = count; i < PANEL; i++) panel[i] = 0;
    }
  }
}

// For each row, e^(scale * (s - largest s)) where kept, else 0, and their sum. One step for all rows, then the next,
// so that the processor need not wait for results.
static void weigh_f32(int rows, int count, const vec *s, const ints *keep, float scale, float *w, float *total) {
  vec largest[QUERIES], sum[QUERIES];
  for (int r = 0; r < rows; r++) {
    vec most = -INFINITY;
    for (int i = 0; i < count; i++) {
      const vec x = choose(keep[i], s[r * count + i], (vec)(-INFINITY));
      most = x > most ? x : most;
    }
    largest[r] = largest_f32(most);
  }
  for (int r = 0; r < rows; r++) {
    sum[r] = 0.0f;
    for (int i = 0; i < count; i++, w += LANES) {
      const vec e = choose(keep[i], fused_exponential((s[r * count + i] - largest[r]) * scale), (vec)0.0f);
      store(w, e, LANES);
      sum[r] += e;
    }
  }
  for (int r = 0; r < rows; r++) total[r] = total_f32(sum[r]);
}

INLINE void average_f32(int features, const float *sum, float total, const ck_attention_i8 *integers, float *y) {
  (void)integers;
  const float factor = total > 0 ? 1 / total : 0;
  for (int i = 0; i < features; i++) y[i] = sum[i] * factor;
}
