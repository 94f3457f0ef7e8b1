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

// Patches that meet the weights of a panel together: a tile of them if the second-level cache keeps those weights
// for the next tile, else as many as it holds itself.
static int NAME(winograd_block)(const ck_conv *c) {
  const size_t cache = 512 << 10, patch = PLACES * NAME(winograd_channels)(c) * sizeof(INPUT);
  if (NAME(winograd_panel)(c) * sizeof(LANE) <= cache) return TILE;
  const int block = smaller((int)(cache / patch), patch_rows(c) * patch_columns(c));
  return block < TILE ? TILE : block;
}

// From one place of a block to the next. Places whole pages apart would meet in the same lines of the cache.
static int NAME(winograd_pitch)(int block) { return block == TILE ? TILE : block + 1; }

// Transformed patches [16][pitch][channels], and their products with a panel [16][pitch][PANEL].
static size_t NAME(winograd_scratch)(const ck_conv *c) {
  const size_t bytes = NAME(winograd_channels)(c) * sizeof(INPUT) + PANEL * sizeof(LANE);
  return PLACES * NAME(winograd_pitch)(NAME(winograd_block)(c)) * bytes;
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

// The products of a block of patches and a panel. All patches meet the weights of one place, then of the next.
INLINE void NAME(multiply_patches)(const walk *w, int patches, const int pitch, const INPUT *transformed,
                                   size_t channels, const SUM *weight, int vectors, SUM (*product)[2]) {
  const SUM nothing[2] = {{0}, {0}};
  const int tiles = (patches + TILE - 1) / TILE, even = (patches + tiles - 1) / tiles;
  for (int place = 0; place < PLACES; place++, weight += 2 * w->groups) {
    for (int first = 0; first < patches; first += even) {
      const int tile = smaller(patches - first, even), at = place * pitch + first;
      const INPUT *pixel[TILE];
      for (int t = 0; t < tile; t++) pixel[t] = transformed + (at + t) * channels;
      NAME(tiles)[tile - 1][vectors - 1](w, pixel, weight, nothing, product + at);
    }
  }
}

// A share of the patches, in blocks of an equal size up to `block`; or of the panels if that is fair and their weights
// are large, so that each thread reads its own.
INLINE void NAME(run_blocks)(const int block, const ck_conv *c, ck_zero_points zero, ck_share share,
                             const OUTPUT *input, const void *packed, void *scratch, OUTPUT *output) {
  const size_t channels = NAME(winograd_channels)(c);
  const int columns = patch_columns(c), pitch = NAME(winograd_pitch)(block);
  span range = {0, patch_rows(c) * columns}, panel = {0, panels(c)};
  if (block > TILE && panel.end % share.count == 0) panel = part(panel.end, share);
  else range = part(range.end, share);
  const int all = range.end - range.begin, blocks = (all + block - 1) / block;
  const int even = blocks ? (all + blocks - 1) / blocks : 0;
  INPUT *transformed = scratch;
  SUM(*product)[2] = (void *)(transformed + PLACES * pitch * channels);
  walk w = conv_walk(c, zero, GROUP);
  w.rows = 1, w.groups = (int)NAME(winograd_groups)(c);

  for (int first = range.begin; first < range.end; first += even) {
    const int patches = smaller(range.end - first, even);
    for (int i = 0; i < patches; i++) {
      NAME(load_patch)(c, zero, input, (first + i) / columns, (first + i) % columns, transformed + i * channels,
                       pitch * channels);
    }
    for (int p = panel.begin; p < panel.end; p++) {
      const SUM *header = (const SUM *)packed + p * NAME(winograd_panel)(c) / LANES;
      const int count = smaller(c->out_c - p * PANEL, PANEL);
      NAME(multiply_patches)(&w, patches, pitch, transformed, channels, header + 2 * HEADERS,
                             NAME(vectors)(count), product);
      for (int i = 0; i < patches; i++) {
        NAME(store_patch)(&w, product[i], 2 * pitch, header, (first + i) / columns, (first + i) % columns,
                          output + p * PANEL, count);
      }
    }
  }
}

static void NAME(winograd_run)(const ck_conv *c, ck_zero_points zero, ck_share share, const OUTPUT *input,
                               const void *packed, void *scratch, OUTPUT *output) {
  const int block = NAME(winograd_block)(c);
  // A size that the compiler knows makes most layers a few percent faster.
  if (block == TILE) NAME(run_blocks)(TILE, c, zero, share, input, packed, scratch, output);
  else NAME(run_blocks)(block, c, zero, share, input, packed, scratch, output);
}
