// What the kernels of both element types share.

// The next `bytes` of memory at `base`, at a multiple of 64; `at` counts what is taken.
static void *take(char *base, size_t *at, size_t bytes) {
  void *taken = base ? base + *at : 0;
  *at += (bytes + 63) / 64 * 64;
  return taken;
}

// How a state becomes an int8.
typedef struct ck_state_scale {
  float inverse;  // 1 / scale
  int32_t zero;
} ck_state_scale;

// The gates of all units at one position, [vectors of units] each of four: for a GRU those of z and r, then what
// n takes from the inputs and from the state; for an LSTM i, f, g and o. One function at a time, so that the
// processor has many independent vectors to work on while it waits for a result.
typedef vec gate_sums[4];

INLINE void gru(int count, gate_sums *gates, vec *h) {
  for (int i = 0; i < count; i++) {
    gates[i][0] = sigmoid(gates[i][0]);
    gates[i][1] = sigmoid(gates[i][1]);
  }
  for (int i = 0; i < count; i++) {
    const vec n = hyperbolic_tangent(gates[i][2] + gates[i][1] * gates[i][3]);
    h[i] = n + gates[i][0] * (h[i] - n);
  }
}

INLINE void lstm(int count, gate_sums *gates, vec *h, vec *c) {
  for (int i = 0; i < count; i++) {
    gates[i][0] = sigmoid(gates[i][0]);
    gates[i][1] = sigmoid(gates[i][1]);
    gates[i][3] = sigmoid(gates[i][3]);
    c[i] = gates[i][1] * c[i] + gates[i][0] * hyperbolic_tangent(gates[i][2]);
  }
  for (int i = 0; i < count; i++) h[i] = gates[i][3] * hyperbolic_tangent(c[i]);
}

enum {
  // Queries of attention that meet a panel of keys, or of values, while the first-level cache holds it.
  QUERIES = 18,
  // The longest sequence whose scores are all kept.
  KEPT = 128,
};

typedef int32_t quad __attribute__((ext_vector_type(4)));

// The transpose of [keys][groups] 32-bit lanes, whose rows are `pitch` bytes apart, to rows that are `to_pitch` lanes
// apart; four by four, and what is left one by one.
static void transpose(int keys, int groups, const void *from, ptrdiff_t pitch, int32_t *to, ptrdiff_t to_pitch) {
  const char *rows = from;
  int key = 0;
  for (; key + 4 <= keys; key += 4) {
    int g = 0;
    for (; g + 4 <= groups; g += 4) {
      quad row[4];
      for (int i = 0; i < 4; i++) memcpy(row + i, rows + (key + i) * pitch + 4 * g, sizeof *row);
      const quad a = __builtin_shufflevector(row[0], row[1], 0, 4, 1, 5);
      const quad b = __builtin_shufflevector(row[2], row[3], 0, 4, 1, 5);
      const quad c = __builtin_shufflevector(row[0], row[1], 2, 6, 3, 7);
      const quad d = __builtin_shufflevector(row[2], row[3], 2, 6, 3, 7);
      const quad column[4] = {
        __builtin_shufflevector(a, b, 0, 1, 4, 5), __builtin_shufflevector(a, b, 2, 3, 6, 7),
        __builtin_shufflevector(c, d, 0, 1, 4, 5), __builtin_shufflevector(c, d, 2, 3, 6, 7),
      };
      for (int i = 0; i < 4; i++) memcpy(to + (g + i) * to_pitch + key, column + i, sizeof *column);
    }
    for (; g < groups; g++) {
      for (int i = 0; i < 4; i++) memcpy(to + g * to_pitch + key + i, rows + (key + i) * pitch + 4 * g, 4);
    }
  }
  for (; key < keys; key++) {
    for (int g = 0; g < groups; g++) memcpy(to + g * to_pitch + key, rows + key * pitch + 4 * g, 4);
  }
}

// The transpose of [keys][groups] as panels [panels][groups][PANEL].
static void pack_keys(int keys, int groups, const void *from, ptrdiff_t pitch, int32_t *panel) {
  for (int first = 0; first < keys; first += PANEL, panel += groups * PANEL) {
    const int count = keys - first < PANEL ? keys - first : PANEL;
    if (count < PANEL) memset(panel, 0, (size_t)groups * PANEL * sizeof(int32_t));
    transpose(count, groups, (const char *)from + first * pitch, pitch, panel, PANEL);
  }
}
