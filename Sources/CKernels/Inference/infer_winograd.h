// Convolutions with 3 by 3 kernels and stride 1 by Winograd's algorithm F(2x2, 3x3): Lavin and Gray, "Fast
// algorithms for convolutional neural networks", 2016. Included as infer_conv.h is, after it, with VALUES, a
// vector of INPUT, and the functions load_values, winograd_weight and winograd_sum under NAME.
//
// Four outputs, which are one window of 2x2 pooling, need 16 products for each input channel instead of 36:
//   Y = A^T [(G g G^T) * (B^T d B)] A
// for a kernel g and a patch d of 4 by 4 inputs. The products at one of the 16 places, for a tile of patches,
// all channels and a panel of outputs, are a product of matrices, which the loops of infer_conv.h do.
// Packed: for each panel its headers, then weights as [16][groups of in_c][PANEL].

#ifndef PLACES
#define PLACES 16
#endif

static size_t NAME(winograd_groups)(const ck_conv *c) { return ((size_t)c->in_c + GROUP - 1) / GROUP; }

static size_t NAME(winograd_panel)(const ck_conv *c) { return (HEADERS + PLACES * NAME(winograd_groups)(c)) * PANEL; }

static size_t NAME(winograd_packed)(const ck_conv *c) { return panels(c) * NAME(winograd_panel)(c) * sizeof(int32_t); }

// Channels of a transformed patch, in whole vectors.
static size_t NAME(winograd_channels)(const ck_conv *c) {
  const size_t lanes = sizeof(VALUES) / sizeof(INPUT);
  return (c->in_c + lanes - 1) / lanes * lanes;
}

static size_t NAME(winograd_scratch)(const ck_conv *c) {
  return PLACES * TILE * NAME(winograd_channels)(c) * sizeof(INPUT);
}

// Twice one dimension of G g G^T: three numbers, `step` apart, become four.
#define WIDEN(g, step, result)                                                                 \
  (result[0] = 2 * g[0], result[1] = g[0] + g[2 * step] + g[step],                             \
   result[2] = g[0] + g[2 * step] - g[step], result[3] = 2 * g[2 * step])

// Writes the biases and the weights; what else is in the headers is the caller's.
static void NAME(winograd_pack)(const ck_conv *c, const OUTPUT *weight, const LANE *bias, void *packed) {
  const size_t tap = (size_t)c->in_c * c->out_c;
  for (int o = 0; o < c->out_c; o++) {
    LANE *lane = (LANE *)packed + o / PANEL * NAME(winograd_panel)(c) + o % PANEL;
    *lane = bias[o];
    for (int k = 0; k < c->in_c; k++) {
      LANE kernel[9], columns[3][4], rows[4];
      for (int i = 0; i < 9; i++) kernel[i] = weight[i * tap + (size_t)k * c->out_c + o];
      for (int x = 0; x < 3; x++) WIDEN((kernel + x), 3, columns[x]);
      for (int place = 0; place < PLACES; place++) {
        const LANE row[3] = {columns[0][place / 4], columns[1][place / 4], columns[2][place / 4]};
        WIDEN(row, 1, rows);
        INPUT *group = (INPUT *)(lane + (HEADERS + place * NAME(winograd_groups)(c) + k / GROUP) * PANEL);
        group[k % GROUP] = (INPUT)NAME(winograd_weight)(rows[place % 4]);
      }
    }
  }
}

#undef WIDEN

// B^T d B of `lanes` channels. A place outside the image has a null pointer; `inside` if there is none.
INLINE void NAME(transform_patch)(const int inside, const OUTPUT *const place[PLACES], size_t channel, int lanes,
                                  ck_zero_points zero, INPUT *to, size_t step) {
  VALUES d[4][4], rows[4][4];
#pragma unroll
  for (int i = 0; i < PLACES; i++) {
    d[i / 4][i % 4] = inside || place[i] ? NAME(load_values)(place[i] + channel, lanes, zero) : (VALUES){0};
  }
#pragma unroll
  for (int x = 0; x < 4; x++) {
    rows[0][x] = d[0][x] - d[2][x], rows[1][x] = d[1][x] + d[2][x];
    rows[2][x] = d[2][x] - d[1][x], rows[3][x] = d[1][x] - d[3][x];
  }
#pragma unroll
  for (int y = 0; y < 4; y++) {
    const VALUES *r = rows[y];
    const VALUES result[4] = {r[0] - r[2], r[1] + r[2], r[2] - r[1], r[1] - r[3]};
    for (int x = 0; x < 4; x++) memcpy(to + (4 * y + x) * step, &result[x], sizeof result[x]);
  }
}

// Transforms the patch of outputs (2y, 2x), channels in lanes, to [16][step].
static void NAME(load_patch)(const ck_conv *c, ck_zero_points zero, const OUTPUT *input, int y, int x, INPUT *to,
                             size_t step) {
  const int lanes = sizeof(VALUES) / sizeof(INPUT);
  const int top = 2 * y - c->pad_top, left = 2 * x - c->pad_left;
  const int inside = top >= 0 && left >= 0 && top + 4 <= c->in_h && left + 4 <= c->in_w;
  const OUTPUT *place[PLACES];
  for (int i = 0; i < PLACES; i++) {
    const int iy = top + i / 4, ix = left + i % 4;
    const int has = inside || (iy >= 0 && iy < c->in_h && ix >= 0 && ix < c->in_w);
    place[i] = has ? input + ((ptrdiff_t)iy * c->in_w + ix) * c->in_c : NULL;
  }
  int k = 0;
  if (inside) {
    for (; k + lanes <= c->in_c; k += lanes) NAME(transform_patch)(1, place, k, lanes, zero, to + k, step);
  }
  for (; k < c->in_c; k += lanes) {
    NAME(transform_patch)(0, place, k, smaller(lanes, c->in_c - k), zero, to + k, step);
  }
}

// A^T m A of one panel, with the bias: the outputs (0, 0), (0, 1), (1, 0), (1, 1) of a patch.
INLINE void NAME(transform_products)(const SUM *m, size_t step, const SUM bias[2], SUM result[4][2]) {
#pragma unroll
  for (int v = 0; v < 2; v++) {
    SUM rows[2][4];
#pragma unroll
    for (int x = 0; x < 4; x++) {
      const SUM *column = m + x * step + v;
      const SUM first = column[4 * step], second = column[8 * step];
      rows[0][x] = column[0] + first + second;
      rows[1][x] = first - second - column[12 * step];
    }
#pragma unroll
    for (int y = 0; y < 2; y++) {
      result[2 * y][v] = bias[v] + NAME(winograd_sum)(rows[y][0] + rows[y][1] + rows[y][2]);
      result[2 * y + 1][v] = bias[v] + NAME(winograd_sum)(rows[y][1] - rows[y][2] - rows[y][3]);
    }
  }
}

static void NAME(store_patch)(const walk *w, const SUM *m, size_t step, const SUM *header, int y, int x,
                              OUTPUT *output, int count) {
  SUM result[4][2];
  NAME(transform_products)(m, step, header, result);
  if (w->pool_h == 2) {
    for (int i = 1; i < 4; i++) NAME(larger)(result[0], result[i]);
    NAME(finish)(w, header, result[0], output + y * w->to_down + x * w->to_right, count);
    return;
  }
  for (int i = 0; i < 4; i++) {
    const int oy = 2 * y + i / 2, ox = 2 * x + i % 2;
    if (oy >= w->out_h || ox >= w->out_w) continue;
    NAME(finish)(w, header, result[i], output + oy * w->to_down + ox * w->to_right, count);
  }
}

// The patches from `first` on, for one panel.
static void NAME(run_patches)(const ck_conv *c, const walk *w, int first, int tile, const INPUT *patches,
                              const SUM *header, OUTPUT *output, int count) {
  const size_t channels = NAME(winograd_channels)(c);
  const SUM nothing[2] = {{0}, {0}};
  SUM product[PLACES][TILE][2];
  for (int place = 0; place < PLACES; place++) {
    const INPUT *pixel[TILE];
    for (int t = 0; t < tile; t++) pixel[t] = patches + (place * TILE + t) * channels;
    NAME(tiles)[tile - 1](w, pixel, header + 2 * HEADERS + place * 2 * w->groups, nothing, product[place]);
  }
  for (int t = 0; t < tile; t++) {
    const int y = (first + t) / patch_columns(c), x = (first + t) % patch_columns(c);
    NAME(store_patch)(w, product[0][t], 2 * TILE, header, y, x, output, count);
  }
}

static void NAME(winograd_run)(const ck_conv *c, ck_zero_points zero, ck_share share, const OUTPUT *input,
                               const void *packed, INPUT *scratch, OUTPUT *output) {
  const size_t channels = NAME(winograd_channels)(c);
  const int columns = patch_columns(c);
  const span range = part(patch_rows(c) * columns, share);
  const int patches = range.end - range.begin, tiles = (patches + TILE - 1) / TILE;
  const int even = tiles ? (patches + tiles - 1) / tiles : 0;
  walk w = conv_walk(c, zero, GROUP);
  w.rows = 1, w.groups = (int)NAME(winograd_groups)(c);

  for (int first = range.begin; first < range.end; first += even) {
    const int tile = smaller(range.end - first, even);
    for (int t = 0; t < tile; t++) {
      NAME(load_patch)(c, zero, input, (first + t) / columns, (first + t) % columns, scratch + t * channels,
                       TILE * channels);
    }
    for (int p = 0; p < panels(c); p++) {
      const SUM *header = (const SUM *)packed + p * NAME(winograd_panel)(c) / LANES;
      NAME(run_patches)(c, &w, first, tile, scratch, header, output + p * PANEL, smaller(c->out_c - p * PANEL, PANEL));
    }
  }
}
