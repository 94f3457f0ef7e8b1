// Matrix products on vectors. Part of float_vector.h.
//
// The plan is that of Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008): a tile
// of C stays in registers while a panel of B is read from the first-level cache and a chunk of A from the second.
// Every element of C is one chain of multiply-adds over the depth, cut into pieces by the depth alone. So the
// result does not depend on how a caller splits rows and columns among threads.

enum {
#if CK_LANES == 16 || defined(__aarch64__)
  tile_rows = 12,  // times 2 vectors, of 32 registers
#else
  tile_rows = 6,  // times 2 vectors, of 16 registers: enough to hide the latency of multiply-add
#endif
  tile_columns = 2 * L,
  piece_depth = L < 16 ? 352 : 256,    // of a panel: 22 KB on vectors of 8, 32 KB on vectors of 16
  chunk_tiles = 144 / tile_rows,       // of A: 200 KB
  piece_runs = 64,
};

// Consecutive steps of depth whose elements in A are `a_depth` apart.
typedef struct run {
  int64_t offset, count;
} run;

// Some steps of depth.
typedef struct piece {
  int64_t start, depth;
  int64_t runs;
  run run[piece_runs];
} piece;

// What the tiles of one panel of B share.
typedef struct panel {
  const run *run;
  int64_t runs, a_row, a_depth;
  const float *b;
  int64_t b_depth, b_second;  // from one step, and from the first vector, to the next
  const float *bias;
  int64_t c_row, columns;
  bool accumulate;
} panel;

// Adds `value` to what lies at `c`, or replaces it.
inlined void put(float *c, vec value, const float *bias, bool accumulate, int64_t lanes) {
  if (bias) value += load(bias, lanes);
  if (accumulate) value += load(c, lanes);
  store(c, value, lanes);
}

// Adds the products of one step of depth.
inlined void step(const int rows, const int vectors, const float *x, int64_t a_row, const float *w, int64_t b_second,
                  vec sum[tile_rows][2]) {
  vec w0 = load(w, L), w1 = vectors == 2 ? load(w + b_second, L) : w0;
  for (int r = 0; r < rows; r++) {
    vec broadcast = splat(x[r * a_row]);
    sum[r][0] += broadcast * w0;
    if (vectors == 2) sum[r][1] += broadcast * w1;
  }
}

// A tile of C: `rows` by `vectors`, kept in registers over all runs of a piece; `turn` steps of depth at a time.
// Several, with distances that the compiler knows, leave little but loads and multiply-adds: where another thread uses
// the same core, half of its slots for instructions are gone.
inlined void tile(const panel *p, const int rows, const int vectors, const int turn, const int64_t a_row,
                  const int64_t a_depth, const int64_t b_depth, const float *a, float *c) {
  vec sum[tile_rows][2] = {0};
  const float *w = p->b;
  // Rows of C are far apart, which the processor does not foresee.
  for (int r = 0; r < rows; r++) __builtin_prefetch(c + r * p->c_row, 1);
  for (int64_t i = 0; i < p->runs; i++) {
    const float *x = a + p->run[i].offset;
    int64_t depth = p->run[i].count;
    for (; depth >= turn; depth -= turn, x += turn * a_depth, w += turn * b_depth)
      for (int s = 0; s < turn; s++) step(rows, vectors, x + s * a_depth, a_row, w + s * b_depth, p->b_second, sum);
    for (; depth > 0; depth--, x += a_depth, w += b_depth) step(rows, vectors, x, a_row, w, p->b_second, sum);
  }
  const int64_t last = p->columns - (vectors - 1) * L;  // lanes of the last vector
#pragma clang loop unroll(full)  // or the sums would need an address
  for (int r = 0; r < rows; r++) {
    if (vectors == 2) put(c + r * p->c_row, sum[r][0], p->bias, p->accumulate, L);
  }
  c += (vectors - 1) * L;
  const float *bias = p->bias ? p->bias + (vectors - 1) * L : NULL;
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) {
    if (last == L) put(c + r * p->c_row, sum[r][vectors - 1], bias, p->accumulate, L);
    else put(c + r * p->c_row, sum[r][vectors - 1], bias, p->accumulate, last);
  }
}

// Copies `rows` of A to `out` [depth, tile_rows].
inlined void pack_tile(const piece *p, const int rows, const float *restrict a, int64_t a_row, int64_t a_depth,
                       float *restrict out) {
  for (int64_t i = 0; i < p->runs; i++) {
    const float *x = a + p->run[i].offset;
    for (int64_t depth = p->run[i].count; depth > 0; depth--, x += a_depth, out += tile_rows) {
      if (a_row == 1) memcpy(out, x, rows * sizeof(float));
      else for (int r = 0; r < rows; r++) out[r] = x[r * a_row];
    }
  }
}

// One function for each number of rows, so that each has the registers to itself.
typedef void tile_function(const panel *p, const float *a, float *c);
typedef void pack_function(const piece *p, const float *a, int64_t a_row, int64_t a_depth, float *out);

#define TILE(rows)                                                                                             \
  static __attribute__((noinline)) void tile_##rows(const panel *p, const float *a, float *c) {                \
    const bool is_packed = p->a_row == 1 && p->a_depth == tile_rows, is_row = p->a_depth == 1;                 \
    if (p->columns <= L) tile(p, rows, 1, 1, p->a_row, p->a_depth, p->b_depth, a, c);                          \
    else if (is_packed && p->b_depth == CK_PANEL) tile(p, rows, 2, 4, 1, tile_rows, CK_PANEL, a, c);           \
    else if (is_row && p->b_depth == CK_PANEL) tile(p, rows, 2, 4, p->a_row, 1, CK_PANEL, a, c);               \
    else tile(p, rows, 2, 1, p->a_row, p->a_depth, p->b_depth, a, c);                                          \
  }                                                                                                            \
  static __attribute__((noinline)) void pack_##rows(const piece *p, const float *a, int64_t a_row,             \
                                                    int64_t a_depth, float *out) {                             \
    if (a_row == 1) pack_tile(p, rows, a, 1, a_depth, out);                                                    \
    else pack_tile(p, rows, a, a_row, a_depth, out);                                                           \
  }
TILE(1) TILE(2) TILE(3) TILE(4) TILE(5) TILE(6)
#if CK_LANES == 16 || defined(__aarch64__)
TILE(7) TILE(8) TILE(9) TILE(10) TILE(11) TILE(12)
static tile_function *const tiles[tile_rows] = {tile_1, tile_2, tile_3, tile_4,  tile_5,  tile_6,
                                                tile_7, tile_8, tile_9, tile_10, tile_11, tile_12};
static pack_function *const packs[tile_rows] = {pack_1, pack_2, pack_3, pack_4,  pack_5,  pack_6,
                                                pack_7, pack_8, pack_9, pack_10, pack_11, pack_12};
#else
static tile_function *const tiles[tile_rows] = {tile_1, tile_2, tile_3, tile_4, tile_5, tile_6};
static pack_function *const packs[tile_rows] = {pack_1, pack_2, pack_3, pack_4, pack_5, pack_6};
#endif
#undef TILE

// Some tiles of rows, of one or many blocks.
typedef struct chunk {
  int64_t count;
  struct {
    const float *a;
    float *c;
    int64_t rows;
  } tile[chunk_tiles];
} chunk;

// Asks for some steps of depth of the panels that come after `p`, for the second-level cache: each tile asks for a
// part of what the first one of the next panels would have to wait for.
inlined void fetch_panels(const ck_gemm *g, const panel *p, int64_t begin, int64_t end) {
  for (int64_t depth = begin; depth < end; depth++)
    for (int i = 1; i <= tile_columns / CK_PANEL; i++)
      __builtin_prefetch(p->b + i * g->b_panel + depth * g->b_depth, 0, 2);
}

// The product of a chunk of A and a piece of B.
static void multiply_chunk(const ck_gemm *g, const piece *piece, const chunk *chunk) {
  float packed_a[chunk_tiles * tile_rows * piece_depth] __attribute__((aligned(64)));
  float packed_b[piece_depth * tile_columns] __attribute__((aligned(64)));
  const run whole = {0, piece->depth};
  panel p = {piece->run, piece->runs, g->a_row, g->a_depth, NULL, g->b_depth, L < CK_PANEL ? L : g->b_panel};
  p.c_row = g->c_row;
  p.accumulate = g->accumulate || piece->start > 0;
  // More of B than a second-level cache of 512 KB would keep for the next chunk: it is read from afar each time, and A
  // very often.
  const bool large = g->n * piece->depth > 1 << 17;
  // A transposed matrix is read across its rows, a cache line for each step of depth: worth a copy if it is
  // read more than once. So are the columns of a B in rows.
  const bool pack_a = large || (g->a_depth != 1 && g->n > 4 * tile_columns);
  const bool pack_b = g->b_depth > CK_PANEL && chunk->count > 3;
  if (pack_a) {
    for (int64_t t = 0; t < chunk->count; t++)
      packs[chunk->tile[t].rows - 1](piece, chunk->tile[t].a, g->a_row, g->a_depth,
                                     packed_a + t * tile_rows * piece_depth);
    p.run = &whole, p.runs = 1, p.a_row = 1, p.a_depth = tile_rows;
  }
  for (int64_t column = 0; column < g->n; column += tile_columns) {
    p.columns = smaller(g->n - column, tile_columns);
    p.b = g->b + piece->start * g->b_depth + column / CK_PANEL * g->b_panel + column % CK_PANEL;
    p.bias = g->bias && piece->start == 0 ? g->bias + column : NULL;
    if (pack_b) {
      const int64_t second = p.columns > L ? p.b_second : 0;
      for (int64_t depth = 0; depth < piece->depth; depth++) {
        store(packed_b + depth * tile_columns, load(p.b + depth * g->b_depth, L), L);
        store(packed_b + depth * tile_columns + L, load(p.b + depth * g->b_depth + second, L), L);
      }
    }
    const bool fetch = large && column + tile_columns < g->n;
    panel q = p;
    if (pack_b) q.b = packed_b, q.b_depth = tile_columns, q.b_second = L;
    for (int64_t t = 0; t < chunk->count; t++) {
      if (fetch) fetch_panels(g, &p, piece->depth * t / chunk->count, piece->depth * (t + 1) / chunk->count);
      tiles[chunk->tile[t].rows - 1](&q, pack_a ? packed_a + t * tile_rows * piece_depth : chunk->tile[t].a,
                                     chunk->tile[t].c + column);
    }
  }
}

static void multiply_piece(const ck_gemm *g, const piece *piece) {
  // Tiles of about equal height keep the multipliers busier than full ones and a rest.
  const int64_t count = (g->m + tile_rows - 1) / tile_rows;
  chunk chunk = {0};
  for (int64_t image = 0; image < g->images; image++)
    for (int64_t block = 0; block < g->blocks; block++)
      for (int64_t t = 0; t < count; t++) {
        const int64_t row = t * g->m / count, end = (t + 1) * g->m / count;
        chunk.tile[chunk.count].a = g->a + image * g->a_image + block * g->a_block + row * g->a_row;
        chunk.tile[chunk.count].c = g->c + image * g->c_image + block * g->c_block + row * g->c_row;
        chunk.tile[chunk.count].rows = end - row;
        if (++chunk.count < chunk_tiles) continue;
        multiply_chunk(g, piece, &chunk);
        chunk.count = 0;
      }
  if (chunk.count > 0) multiply_chunk(g, piece, &chunk);
}

static void gemm(const ck_gemm *g) {
  const int64_t depth = g->k * g->segments * g->parts;
  const int64_t pieces = (depth + piece_depth - 1) / piece_depth;
  const int64_t most = pieces > 0 ? (depth + pieces - 1) / pieces : 0;
  piece piece = {0};
  for (int64_t start = 0; start < depth;) {
    piece.start = start;
    piece.depth = piece.runs = 0;
    while (start < depth && piece.depth < most && piece.runs < piece_runs) {
      const int64_t step = start % g->k, segment = start / g->k;
      const int64_t count = smaller(g->k - step, most - piece.depth);
      piece.run[piece.runs].offset = segment / g->segments * g->a_part + segment % g->segments * g->a_segment +
                                     step * g->a_depth;
      piece.run[piece.runs].count = count;
      piece.runs++;
      piece.depth += count;
      start += count;
    }
    multiply_piece(g, &piece);
  }
}

// 12 chains of dependent multiply-adds hide the latency of each and need no memory.
static int64_t multiply_add_peak(int64_t turns, float *result) {
  enum { chains = 12 };
  vec sum[chains];
#pragma clang loop unroll(full)
  for (int i = 0; i < chains; i++) sum[i] = splat((float)i);
  for (int64_t turn = 0; turn < turns; turn++)
#pragma clang loop unroll(full)
    for (int i = 0; i < chains; i++) sum[i] = sum[i] * splat(0.5f) + splat(1);
  vec all = {0};
#pragma clang loop unroll(full)
  for (int i = 0; i < chains; i++) all += sum[i];
  *result = all[0];
  return turns * chains * L * 2;
}
