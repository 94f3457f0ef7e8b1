// Convolutions with 3 by 3 kernels and stride 1 by Winograd's algorithm F(2x2, 3x3): Lavin and Gray, "Fast
// algorithms for convolutional neural networks", 2016.
//
// Four outputs, which are one window of 2x2 pooling, need 16 products for each input channel instead of 36:
//   Y = A^T [(G g G^T) * (B^T d B)] A
// for a kernel g and a patch d of 4 by 4 inputs. The products at one of the 16 places, for a tile of patches,
// all channels and a panel of outputs, are a product of matrices, which the loops of infer_conv.h do.
// Packed: for each panel its biases, then weights as [16][in_c][PANEL].

enum { PLACES = 16 };

// The pixels, before pooling, that a walk over patches gives.
static int patch_rows(const ck_conv *c) { return (c->out_h * c->pool_h + 1) / 2; }
static int patch_columns(const ck_conv *c) { return (c->out_w * c->pool_w + 1) / 2; }

// Whether it takes clearly fewer products, and enough channels pay for the transforms.
static int uses_winograd(const ck_conv *c) {
  if (c->kernel_h != 3 || c->kernel_w != 3 || c->stride != 1 || c->in_c < 8 || c->out_c < 8) return 0;
  if (!(c->pool_h == 1 && c->pool_w == 1) && !(c->pool_h == 2 && c->pool_w == 2)) return 0;
  const int64_t patches = (int64_t)patch_rows(c) * patch_columns(c);
  const int64_t pixels = (int64_t)c->out_h * c->pool_h * c->out_w * c->pool_w;
  return patches >= 4 && patches * PLACES * 4 <= pixels * 9 * 3;
}

static size_t winograd_panel(const ck_conv *c) { return (1 + (size_t)PLACES * c->in_c) * PANEL; }

static size_t winograd_packed(const ck_conv *c) { return panels(c) * winograd_panel(c) * sizeof(float); }

// Channels of a transformed patch, in whole vectors.
static size_t winograd_channels(const ck_conv *c) { return ((size_t)c->in_c + LANES - 1) / LANES * LANES; }

static size_t winograd_scratch(const ck_conv *c) { return PLACES * TILE * winograd_channels(c) * sizeof(float); }

// One dimension of G g G^T: three numbers, `step` apart, become four.
static void widen_kernel(const float *g, int step, float result[4]) {
  const float ends = 0.5f * (g[0] + g[2 * step]), middle = 0.5f * g[step];
  result[0] = g[0], result[1] = ends + middle, result[2] = ends - middle, result[3] = g[2 * step];
}

static void winograd_pack(const ck_conv *c, const float *weight, const float *bias, float *packed) {
  const size_t tap = (size_t)c->in_c * c->out_c;
  for (int o = 0; o < c->out_c; o++) {
    float *lane = packed + o / PANEL * winograd_panel(c) + o % PANEL;
    *lane = bias[o];
    for (int k = 0; k < c->in_c; k++) {
      float kernel[9], columns[3][4], rows[4];
      for (int i = 0; i < 9; i++) kernel[i] = weight[i * tap + (size_t)k * c->out_c + o];
      for (int x = 0; x < 3; x++) widen_kernel(kernel + x, 3, columns[x]);
      for (int y = 0; y < 4; y++) {
        const float row[3] = {columns[0][y], columns[1][y], columns[2][y]};
        widen_kernel(row, 1, rows);
        for (int x = 0; x < 4; x++) lane[(1 + (size_t)(4 * y + x) * c->in_c + k) * PANEL] = rows[x];
      }
    }
  }
}

INLINE vector_f32 load_f32(const float *p, int lanes) {
  vector_f32 v = {0};
  if (lanes == LANES) memcpy(&v, p, sizeof v);
  else memcpy(&v, p, lanes * sizeof(float));
  return v;
}

// B^T d B of `lanes` channels. A place outside the image has a null pointer.
INLINE void transform_patch(const float *const place[PLACES], size_t channel, int lanes, float *to, size_t step) {
  vector_f32 d[4][4], rows[4][4];
#pragma unroll
  for (int i = 0; i < PLACES; i++) {
    d[i / 4][i % 4] = place[i] ? load_f32(place[i] + channel, lanes) : (vector_f32){0};
  }
#pragma unroll
  for (int x = 0; x < 4; x++) {
    rows[0][x] = d[0][x] - d[2][x], rows[1][x] = d[1][x] + d[2][x];
    rows[2][x] = d[2][x] - d[1][x], rows[3][x] = d[1][x] - d[3][x];
  }
#pragma unroll
  for (int y = 0; y < 4; y++) {
    const vector_f32 *r = rows[y];
    const vector_f32 result[4] = {r[0] - r[2], r[1] + r[2], r[2] - r[1], r[1] - r[3]};
    for (int x = 0; x < 4; x++) memcpy(to + (4 * y + x) * step, &result[x], sizeof result[x]);
  }
}

// Transforms the patch of outputs (2y, 2x), channels in lanes, to [16][step] floats.
static void load_patch(const ck_conv *c, const float *input, int y, int x, float *to, size_t step) {
  const float *place[PLACES];
  for (int i = 0; i < PLACES; i++) {
    const int iy = 2 * y + i / 4 - c->pad_top, ix = 2 * x + i % 4 - c->pad_left;
    const int inside = iy >= 0 && iy < c->in_h && ix >= 0 && ix < c->in_w;
    place[i] = inside ? input + ((size_t)iy * c->in_w + ix) * c->in_c : NULL;
  }
  int k = 0;
  for (; k + LANES <= c->in_c; k += LANES) transform_patch(place, k, LANES, to + k, step);
  if (k < c->in_c) transform_patch(place, k, c->in_c - k, to + k, step);
}

// A^T m A of one panel, with the bias: the outputs (0, 0), (0, 1), (1, 0), (1, 1) of a patch.
INLINE void transform_products(const vector_f32 *const m, size_t step, const vector_f32 bias[2],
                               vector_f32 result[4][2]) {
#pragma unroll
  for (int v = 0; v < 2; v++) {
    vector_f32 rows[2][4];
#pragma unroll
    for (int x = 0; x < 4; x++) {
      const vector_f32 *column = m + x * step + v;
      const vector_f32 first = column[4 * step], second = column[8 * step];
      rows[0][x] = column[0] + first + second;
      rows[1][x] = first - second - column[12 * step];
    }
#pragma unroll
    for (int y = 0; y < 2; y++) {
      result[2 * y][v] = bias[v] + rows[y][0] + rows[y][1] + rows[y][2];
      result[2 * y + 1][v] = bias[v] + rows[y][1] - rows[y][2] - rows[y][3];
    }
  }
}

static void store_patch(const ck_conv *c, const walk *w, const vector_f32 *m, size_t step, const vector_f32 *header,
                        int y, int x, float *output, int count) {
  vector_f32 result[4][2];
  transform_products(m, step, header, result);
  if (c->pool_h == 2) {
    for (int i = 1; i < 4; i++) larger_f32(result[0], result[i]);
    finish_f32(w, header, result[0], output + ((size_t)y * c->out_w + x) * c->out_c, count);
    return;
  }
  for (int i = 0; i < 4; i++) {
    const int oy = 2 * y + i / 2, ox = 2 * x + i % 2;
    if (oy >= c->out_h || ox >= c->out_w) continue;
    finish_f32(w, header, result[i], output + ((size_t)oy * c->out_w + ox) * c->out_c, count);
  }
}

static void winograd_run(const ck_conv *c, ck_share share, const float *input, const float *packed,
                         float *scratch, float *output) {
  const size_t channels = winograd_channels(c);
  const int columns = patch_columns(c);
  const span range = part(patch_rows(c) * columns, share);
  const int count = range.end - range.begin, tiles = (count + TILE - 1) / TILE;
  const int even = tiles ? (count + tiles - 1) / tiles : 0;
  const vector_f32 nothing[2] = {{0}, {0}};
  walk w = conv_walk(c, 1);
  w.rows = 1, w.groups = c->in_c;

  for (int first = range.begin; first < range.end; first += even) {
    const int tile = smaller(range.end - first, even);
    for (int t = 0; t < tile; t++) {
      load_patch(c, input, (first + t) / columns, (first + t) % columns, scratch + t * channels, TILE * channels);
    }
    for (int p = 0; p < panels(c); p++) {
      const vector_f32 *header = (const vector_f32 *)(packed + p * winograd_panel(c));
      vector_f32 product[PLACES][TILE][2];
      for (int place = 0; place < PLACES; place++) {
        const float *pixel[TILE];
        for (int t = 0; t < tile; t++) pixel[t] = scratch + (place * TILE + t) * channels;
        tiles_f32[tile - 1](&w, pixel, header + 2 + place * 2 * c->in_c, nothing, product[place]);
      }
      for (int t = 0; t < tile; t++) {
        store_patch(c, &w, product[0][t], 2 * TILE, header, (first + t) / columns, (first + t) % columns,
                    output + p * PANEL, smaller(c->out_c - p * PANEL, PANEL));
      }
    }
  }
}
