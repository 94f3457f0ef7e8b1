// Transposed convolutions of few outputs in float. One phase would leave most lanes of a panel empty; so all phases are
// one convolution over the framed image, whose outputs are a block of stride by stride pixels.
//
// Packed: the biases, then the weights [taps][taps][in_c], a panel each; lane (y * stride + x) * out_c + o belongs to
// output o of pixel (y, x) of the block, and holds zeros where its phase has no tap.

static int is_merged(const ck_conv *c) { return c->stride > 1 && c->stride * c->stride * c->out_c <= PANEL; }

// The convolution that computes blocks from the framed image. The first block begins `pad_top` rows and `pad_left`
// columns outside the output.
static ck_conv merged_conv(const ck_conv *c) {
  const frame f = transposed_frame(c);
  ck_conv m = {.in_h = f.height, .in_w = f.width, .in_c = c->in_c, .stride = 1, .pool_h = 1, .pool_w = 1};
  m.kernel_h = f.top + 1, m.kernel_w = f.left + 1;
  m.out_h = f.height - f.top, m.out_w = f.width - f.left;
  m.out_c = c->stride * c->stride * c->out_c;
  m.low = c->low, m.high = c->high;
  return m;
}

static size_t merged_packed(const ck_conv *c) {
  const ck_conv m = merged_conv(c);
  return panel_lanes(&m, all_taps(m.kernel_h), all_taps(m.kernel_w), 1, 1) * sizeof(float);
}

static void merged_pack(const ck_conv *c, const float *weight, const float *bias, float *packed) {
  const ck_conv m = merged_conv(c);
  for (int i = 0; i < c->stride * c->stride; i++) {
    const taps y = phase_taps(c->kernel_h, c->stride, i / c->stride);
    const taps x = phase_taps(c->kernel_w, c->stride, i % c->stride);
    for (int o = 0; o < c->out_c; o++) {
      float *lane = packed + i * c->out_c + o;
      *lane = bias[o];
      for (int t = 0; t < y.count * x.count; t++) {
        const int row = t / x.count, column = t % x.count;
        // The last taps of all phases meet the same pixel.
        const int place = (m.kernel_h - y.count + row) * m.kernel_w + m.kernel_w - x.count + column;
        const int ky = y.first + row * y.step, kx = x.first + column * x.step;
        const float *from = weight + ((size_t)ky * c->kernel_w + kx) * c->in_c * c->out_c + o;
        for (int k = 0; k < c->in_c; k++) lane[(1 + place * c->in_c + k) * PANEL] = from[(size_t)k * c->out_c];
      }
    }
  }
}

// The frame, and a row of blocks.
static size_t merged_scratch(const ck_conv *c) {
  const ck_conv m = merged_conv(c);
  return (frame_elements(c, transposed_frame(c)) + (size_t)m.out_w * PANEL) * sizeof(float);
}

// Copies row `y` of the pixels of a row of blocks to the output.
static void spread_blocks(const ck_conv *c, int y, int columns, const float *blocks, float *output) {
  const int width = c->stride * c->out_c;
  blocks += y * width;
  for (int block = 0; block < columns; block++, blocks += PANEL) {
    const int left = block * c->stride - c->pad_left;
    float *to = output + (ptrdiff_t)left * c->out_c;
    if (left >= 0 && width <= LANES && to + LANES <= output + (size_t)c->out_w * c->out_c) {
      memcpy(to, blocks, VECTOR_BYTES);  // the next block replaces what is too much
    } else {
      const int first = left < 0 ? -left : 0, last = smaller(c->stride, c->out_w - left);
      const int from = first * c->out_c, count = (last - first) * c->out_c;
      if (count > 0) copy_part(to + from, blocks + from, count * sizeof *to);
    }
  }
}

static void merged_run(const ck_conv *c, ck_share share, const float *input, const void *packed, float *scratch,
                       float *output) {
  const ck_conv m = merged_conv(c);
  const span rows = part(m.out_h, share);
  const frame f = transposed_frame(c);
  float *blocks = scratch + frame_elements(c, f);
  fill_rows_f32(c, f, (span){rows.begin, smaller(rows.end + f.top, f.height)}, no_zero, input, scratch);
  walk w = conv_walk(&m, no_zero, 1);
  w.to_right = PANEL, w.to_down = 0;  // every row into the same memory
  for (int row = rows.begin; row < rows.end; row++) {
    run_panel_f32(&w, (span){row * m.out_w, (row + 1) * m.out_w}, scratch, packed, blocks, m.out_c, NULL, NULL);
    for (int i = 0; i < c->stride; i++) {
      const int y = row * c->stride + i - c->pad_top;
      if (y >= 0 && y < c->out_h) spread_blocks(c, i, m.out_w, blocks, output + (size_t)y * c->out_w * c->out_c);
    }
  }
}
