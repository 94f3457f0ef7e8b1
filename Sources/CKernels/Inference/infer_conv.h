// The loops of a fused convolution, for one element type on one instruction set.
//
// Included with NAME, SOURCE (an element of the image), INPUT (the same as an operand), OUTPUT, SUM (a vector of
// sums), HEADERS (vectors of PANEL before the weights of a panel; the first holds where sums start), GROUP (inputs in
// one 32-bit lane of weights), TURN (groups that a turn of the inner loop adds), and the functions convert,
// multiply_add and finish under NAME.

// Adds the products of one group of inputs.
INLINE void NAME(add_group)(const int tile, const int vectors, const INPUT *const *pixel, ptrdiff_t at,
                            const SUM *weight, SUM (*sum)[2]) {
  const SUM first = weight[0], second = weight[1];
#pragma unroll
  for (int t = 0; t < tile; t++) {
    sum[t][0] = NAME(multiply_add)(sum[t][0], first, pixel[t] + at);
    if (vectors == 2) sum[t][1] = NAME(multiply_add)(sum[t][1], second, pixel[t] + at);
  }
}

// The sums of `tile` pixels and `vectors` vectors of outputs: both of a panel, or the first where the other holds
// none. `pixel` holds where each receptive field begins. A sum adds its products one by one, from top left to bottom
// right, whatever the tile. `turn` groups at a time leave fewer instructions beside the products.
INLINE void NAME(add_up)(const int turn, const int tile, const int vectors, const int rows, const int groups,
                         const walk *w, const INPUT *const *pixel, const SUM *weight, const SUM *start,
                         SUM (*result)[2]) {
  SUM sum[TILE][2];
#pragma unroll
  for (int t = 0; t < tile; t++) sum[t][0] = start[0], sum[t][1] = start[1];
  const char *next = w->next ? w->next : (const char *)weight + AHEAD;
  const ptrdiff_t next_step = w->next ? w->next_step : 2 * sizeof(SUM);
  for (int y = 0; y < rows; y++) {
    const ptrdiff_t row = y * w->pitch;
    int g = 0;
    for (; g + turn <= groups; g += turn, weight += 2 * turn) {
#pragma unroll
      for (int i = 0; i < turn; i++) {
        if (groups > 3) __builtin_prefetch(next, 0, 2), next += next_step;
        NAME(add_group)(tile, vectors, pixel, row + (g + i) * GROUP, weight + 2 * i, sum);
      }
    }
    for (; turn > 1 && g < groups; g++, weight += 2) {
      NAME(add_group)(tile, vectors, pixel, row + g * GROUP, weight, sum);
    }
  }
#pragma unroll
  for (int t = 0; t < tile; t++) result[t][0] = sum[t][0], result[t][1] = sum[t][1];
}

// One function for each number of pixels and of vectors, so that each has the registers to itself.
typedef void NAME(tile_function)(const walk *w, const INPUT *const *pixel, const SUM *weight, const SUM *start,
                                 SUM (*result)[2]);

#define DEFINE_TILE(tile, vectors)                                                                            \
  static __attribute__((noinline)) void NAME(tile_##tile##_##vectors)(                                        \
      const walk *w, const INPUT *const *pixel, const SUM *weight, const SUM *start, SUM (*result)[2]) {      \
    NAME(add_up)(TURN, tile, vectors, w->rows, w->groups, w, pixel, weight, start, result);                   \
  }
#define DEFINE_TILES(tile) DEFINE_TILE(tile, 1) DEFINE_TILE(tile, 2)
DEFINE_TILES(1) DEFINE_TILES(2) DEFINE_TILES(3) DEFINE_TILES(4)
#if TILE > 4
DEFINE_TILES(5) DEFINE_TILES(6)
#endif
#if TILE > 6
DEFINE_TILES(7) DEFINE_TILES(8)
#endif
#if TILE > 8
DEFINE_TILES(9) DEFINE_TILES(10) DEFINE_TILES(11) DEFINE_TILES(12)
#endif
#undef DEFINE_TILES
#undef DEFINE_TILE

#define TILES_OF(tile) {NAME(tile_##tile##_1), NAME(tile_##tile##_2)}
static NAME(tile_function) *const NAME(tiles)[TILE][2] = {
  TILES_OF(1), TILES_OF(2), TILES_OF(3), TILES_OF(4),
#if TILE > 4
  TILES_OF(5), TILES_OF(6),
#endif
#if TILE > 6
  TILES_OF(7), TILES_OF(8),
#endif
#if TILE > 8
  TILES_OF(9), TILES_OF(10), TILES_OF(11), TILES_OF(12),
#endif
};
#undef TILES_OF

// The vectors of a panel that hold any of its `count` outputs.
static int NAME(vectors)(int count) { return count > LANES ? 2 : 1; }

// The sums of the only pixel of a layer, in several partial sums so that additions overlap.
static void NAME(single)(const walk *w, const INPUT *pixel, const SUM *weight, const SUM *start, SUM result[2]) {
  SUM part[4][2] = {{start[0], start[1]}};
  for (int y = 0; y < w->rows; y++, pixel += w->pitch) {
    int g = 0;
    for (; g + 4 <= w->groups; g += 4, weight += 8) {
#pragma unroll
      for (int t = 0; t < 4; t++) {
        const INPUT *input = pixel + (g + t) * GROUP;
        part[t][0] = NAME(multiply_add)(part[t][0], weight[2 * t], input);
        part[t][1] = NAME(multiply_add)(part[t][1], weight[2 * t + 1], input);
      }
    }
    for (; g < w->groups; g++, weight += 2) {
      part[0][0] = NAME(multiply_add)(part[0][0], weight[0], pixel + g * GROUP);
      part[0][1] = NAME(multiply_add)(part[0][1], weight[1], pixel + g * GROUP);
    }
  }
  for (int v = 0; v < 2; v++) result[v] = (part[0][v] + part[1][v]) + (part[2][v] + part[3][v]);
}

// Goes through the results of a walk in row-major order.
typedef struct NAME(cursor) {
  const INPUT *field;  // where the receptive field of the result, or of its pooling window, begins
  OUTPUT *result;
  int y, x;
} NAME(cursor);

INLINE NAME(cursor) NAME(move)(const walk *w, const INPUT *image, OUTPUT *output, int y, int x) {
  return (NAME(cursor)){image + y * w->pool_h * w->down + x * w->pool_w * w->right,
                        output + y * w->to_down + x * w->to_right, y, x};
}

INLINE NAME(cursor) NAME(next)(const walk *w, const INPUT *image, OUTPUT *output, NAME(cursor) at) {
  if (at.x + 1 == w->out_w) return NAME(move)(w, image, output, at.y + 1, 0);
  return (NAME(cursor)){at.field + w->pool_w * w->right, at.result + w->to_right, at.y, at.x + 1};
}

INLINE void NAME(larger)(SUM best[2], const SUM other[2]) {
  for (int v = 0; v < 2; v++) best[v] = __builtin_elementwise_max(best[v], other[v]);
}

// Pooling windows of 2 by 2 pixels, which stay in registers.
INLINE void NAME(windows)(const int windows, const int rows, const int groups, const walk *w,
                          const NAME(cursor) *at, const SUM *header, int count) {
  const INPUT *pixel[4 * WINDOWS];
  SUM sum[4 * WINDOWS][2];
#pragma unroll
  for (int i = 0; i < windows; i++) {
    const INPUT *field = at[i].field;
    pixel[4 * i] = field, pixel[4 * i + 1] = field + w->right;
    pixel[4 * i + 2] = field + w->down, pixel[4 * i + 3] = field + w->down + w->right;
  }
  NAME(add_up)(1, 4 * windows, 2, rows, groups, w, pixel, header + 2 * HEADERS, header, sum);
#pragma unroll
  for (int i = 0; i < windows; i++) {
    NAME(larger)(sum[4 * i], sum[4 * i + 1]);
    NAME(larger)(sum[4 * i + 2], sum[4 * i + 3]);
    NAME(larger)(sum[4 * i], sum[4 * i + 2]);
    NAME(finish)(w, header, sum[4 * i], at[i].result, count);
  }
}

// A pooling window of any size.
static void NAME(window)(const walk *w, NAME(cursor) at, const SUM *header, int count) {
  const int size = w->pool_h * w->pool_w;
  SUM best[2];
  for (int done = 0; done < size; done += TILE) {
    const INPUT *pixel[TILE];
    SUM sum[TILE][2];
    const int tile = smaller(size - done, TILE);
    for (int t = 0; t < tile; t++) {
      pixel[t] = at.field + (done + t) / w->pool_w * w->down + (done + t) % w->pool_w * w->right;
    }
    NAME(tiles)[tile - 1][1](w, pixel, header + 2 * HEADERS, header, sum);
    if (done == 0) best[0] = sum[0][0], best[1] = sum[0][1];
    for (int t = 0; t < tile; t++) NAME(larger)(best, sum[t]);
  }
  NAME(finish)(w, header, best, at.result, count);
}

// The results of one panel with 2 by 2 pooling. Extents that the compiler knows unroll the loops.
INLINE void NAME(run_windows)(const int rows, const int groups, const walk *w, NAME(cursor) at, int left,
                              const INPUT *image, const SUM *header, OUTPUT *output, int count) {
  for (int windows; left > 0; left -= windows) {
    NAME(cursor) each[WINDOWS];
    windows = smaller(left, WINDOWS);
    for (int i = 0; i < windows; i++, at = NAME(next)(w, image, output, at)) each[i] = at;
    if (windows == WINDOWS) NAME(windows)(WINDOWS, rows, groups, w, each, header, count);
    else NAME(windows)(1, rows, groups, w, each, header, count);
  }
}

// The results `range` of one panel. Meanwhile the weights from `next` to `end` are fetched.
static void NAME(run_panel)(const walk *w, span range, const INPUT *image, const SUM *header, OUTPUT *output,
                            int count, const SUM *next, const SUM *end) {
  NAME(cursor) at = NAME(move)(w, image, output, range.begin / w->out_w, range.begin % w->out_w);
  int left = range.end - range.begin;
  if (w->pool_h == 2 && w->pool_w == 2) {
    // The first layer of many networks: 3 by 3 pixels of one channel.
    enum { three = (3 + GROUP - 1) / GROUP };
    if (w->rows == 3 && w->groups == three) {
      NAME(run_windows)(3, three, w, at, left, image, header, output, count);
    } else {
      NAME(run_windows)(w->rows, w->groups, w, at, left, image, header, output, count);
    }
  } else if (w->pool_h > 1 || w->pool_w > 1) {
    for (; left > 0; left--, at = NAME(next)(w, image, output, at)) NAME(window)(w, at, header, count);
  } else if (w->out_h * w->out_w == 1) {
    SUM sum[2];
    NAME(single)(w, at.field, header + 2 * HEADERS, header, sum);
    NAME(finish)(w, header, sum, at.result, count);
  } else {
    const int tiles = (left + TILE - 1) / TILE, even = (left + tiles - 1) / tiles, vectors = NAME(vectors)(count);
    walk fetching = *w;
    // Each tile goes through all weights of the panel, and asks for its part of the next one's.
    fetching.next = (const char *)next;
    fetching.next_step = (ptrdiff_t)(2 * sizeof(SUM)) / tiles;
    for (int tile; left > 0; left -= tile, fetching.next += ((const char *)end - (const char *)next) / tiles) {
      const INPUT *pixel[TILE];
      OUTPUT *to[TILE];
      SUM sum[TILE][2];
      tile = smaller(left, even);
      for (int t = 0; t < tile; t++, at = NAME(next)(w, image, output, at)) {
        pixel[t] = at.field, to[t] = at.result;
      }
      NAME(tiles)[tile - 1][vectors - 1](&fetching, pixel, header + 2 * HEADERS, header, sum);
      for (int t = 0; t < tile; t++) NAME(finish)(w, header, sum[t], to[t], count);
    }
  }
}

// A share of all outputs, of an image that is framed already: some of the panels if that is fair and their weights are
// more than the images, so that each thread reads its own; else some of the positions, which lie beside those that the
// thread has computed in the layers before and after.
static void NAME(run)(const ck_conv *c, const walk *w, ck_share share, taps y, taps x, const INPUT *image,
                      const SUM *packed, OUTPUT *output) {
  span panel = {0, panels(c)}, range = {0, w->out_h * w->out_w};
  if (range.end == 0) return;
  if ((panel.end % share.count == 0 && has_large_weights(c)) || range.end < 2 * TILE) panel = part(panel.end, share);
  else range = part(range.end, share);
  if (range.begin == range.end) return;
  const size_t step = panel_lanes(c, y, x, HEADERS, GROUP) / LANES;
  for (int p = panel.begin; p < panel.end; p++) {
    const SUM *header = packed + p * step, *next = p + 1 < panel.end ? header + step : header;
    const int count = smaller(c->out_c - p * PANEL, PANEL);
    NAME(run_panel)(w, range, image, header, output + p * PANEL, count, next, next + step);
  }
}

// Copies some rows of an image's frame, as the operands of products. The last group of a row reads up to GROUP - 1
// elements beyond it, to be multiplied by weights of zero.
static void NAME(fill_rows)(const ck_conv *c, frame f, span rows, ck_zero_points zero, const SOURCE *input,
                            INPUT *framed) {
  const size_t row = (size_t)smaller(c->in_w, f.width - f.left) * c->in_c, pitch = (size_t)f.width * c->in_c;
  const size_t left = (size_t)f.left * c->in_c;
  const INPUT nothing = NAME(convert)((SOURCE)zero.input, zero);
  framed += rows.begin * pitch;
  for (int y = rows.begin; y < rows.end; y++, framed += pitch) {
    const int from = y - f.top;
    const int outside = from < 0 || from >= c->in_h;
    for (size_t i = 0; i < (outside ? pitch : left); i++) framed[i] = nothing;
    if (outside) continue;
    const SOURCE *source = input + (size_t)from * c->in_w * c->in_c;
    for (size_t i = 0; i < row; i++) framed[left + i] = NAME(convert)(source[i], zero);
    for (size_t i = left + row; i < pitch; i++) framed[i] = nothing;
  }
  for (int i = 0; i < GROUP - 1; i++) framed[i] = nothing;
}

static void NAME(fill_frame)(const ck_conv *c, frame f, ck_zero_points zero, const SOURCE *input, INPUT *framed) {
  NAME(fill_rows)(c, f, (span){0, f.height}, zero, input, framed);
}
