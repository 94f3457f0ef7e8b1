// How convolutions and transposed convolutions become walks over a padded image.

// One pass of the convolution loops. Distances count elements.
typedef struct walk {
  int rows, groups;             // a receptive field: kernel rows, and groups of inputs in each
  ptrdiff_t pitch;              // from a row of the image to the next
  ptrdiff_t right, down;        // between receptive fields of neighboring outputs, before pooling
  ptrdiff_t to_right, to_down;  // between neighboring results
  int out_h, out_w, out_c, pool_h, pool_w;
  float low, high;  // the clamp, before the zero point is added
  int32_t zero;     // of the output
  float scale;      // of the input, where that is known only at run time
  const char *next;     // weights to fetch into the second-level cache meanwhile, or null
  ptrdiff_t next_step;  // bytes of them for each group
} walk;

// An image with what surrounds it: `top` and `left` count the zeros before it.
typedef struct frame {
  int top, left, height, width;
} frame;

// The kernel rows, or columns, of a pass: first, first + step, ...
typedef struct taps {
  int count, first, step;
} taps;

static taps all_taps(int kernel) { return (taps){kernel, 0, 1}; }

// A transposed convolution is stride * stride convolutions, one for each remainder of the output position:
// outputs of a phase meet every stride-th kernel row, the last one first.
static taps phase_taps(int kernel, int stride, int phase) {
  const int count = phase < kernel ? (kernel - 1 - phase) / stride + 1 : 0;
  return (taps){count, phase + (count - 1) * stride, -stride};
}

static size_t frame_elements(const ck_conv *c, frame f) { return (size_t)f.height * f.width * c->in_c; }

static frame conv_frame(const ck_conv *c) {
  return (frame){c->pad_top, c->pad_left, c->in_h + c->pad_top + c->pad_bottom,
                 c->in_w + c->pad_left + c->pad_right};
}

static int is_padded(const ck_conv *c) {
  return c->pad_top || c->pad_left || c->pad_bottom || c->pad_right;
}

static frame transposed_frame(const ck_conv *c) {
  const int top = phase_taps(c->kernel_h, c->stride, 0).count - 1;
  const int left = phase_taps(c->kernel_w, c->stride, 0).count - 1;
  return (frame){top, left, top + 1 + (c->out_h - 1 + c->pad_top) / c->stride,
                 left + 1 + (c->out_w - 1 + c->pad_left) / c->stride};
}

// Whether a layer reads more weights than it reads and writes of images.
static int has_large_weights(const ck_conv *c) {
  const size_t weights = (size_t)c->kernel_h * c->kernel_w * c->in_c * c->out_c;
  return weights > (size_t)c->in_h * c->in_w * c->in_c + (size_t)c->out_h * c->out_w * c->out_c;
}

// Lanes of one panel: `headers` vectors of PANEL in front, then weights in groups of `group`.
static size_t panel_lanes(const ck_conv *c, taps y, taps x, int headers, int group) {
  const size_t groups = ((size_t)x.count * c->in_c + group - 1) / group;
  return (headers + y.count * groups) * PANEL;
}

static walk conv_walk(const ck_conv *c, ck_zero_points zero, int group) {
  const ptrdiff_t pitch = (ptrdiff_t)conv_frame(c).width * c->in_c;
  return (walk){
      .rows = c->kernel_h,
      .groups = (c->kernel_w * c->in_c + group - 1) / group,
      .pitch = pitch,
      .right = (ptrdiff_t)c->stride * c->in_c,
      .down = c->stride * pitch,
      .to_right = c->out_c,
      .to_down = (ptrdiff_t)c->out_w * c->out_c,
      .out_h = c->out_h,
      .out_w = c->out_w,
      .out_c = c->out_c,
      .pool_h = c->pool_h,
      .pool_w = c->pool_w,
      .low = c->low - (float)zero.output,
      .high = c->high - (float)zero.output,
      .zero = zero.output,
  };
}

// The patches of Winograd's algorithm, 2 by 2 outputs each, before pooling.
static int patch_rows(const ck_conv *c) { return (c->out_h * c->pool_h + 1) / 2; }
static int patch_columns(const ck_conv *c) { return (c->out_w * c->pool_w + 1) / 2; }

// Whether it takes clearly fewer products, and enough channels pay for the transforms.
static int uses_winograd(const ck_conv *c) {
  if (c->kernel_h != 3 || c->kernel_w != 3 || c->stride != 1 || c->in_c < 8 || c->out_c < 8) return 0;
  if (!(c->pool_h == 1 && c->pool_w == 1) && !(c->pool_h == 2 && c->pool_w == 2)) return 0;
  const int64_t patches = (int64_t)patch_rows(c) * patch_columns(c);
  const int64_t pixels = (int64_t)c->out_h * c->pool_h * c->out_w * c->pool_w;
  return patches >= 4 && patches * 16 * 4 <= pixels * 9 * 3;
}

// One phase of a transposed convolution along one axis: its outputs are first, first + stride, ...; the
// receptive field of the first begins at row `origin` of the framed image.
typedef struct phase {
  taps taps;
  int first, count, origin;
} phase;

static phase make_phase(int index, int kernel, int stride, int crop, int extent) {
  const int first = (index - crop % stride + stride) % stride;
  phase p = {.taps = phase_taps(kernel, stride, index), .first = first};
  p.count = extent > first ? (extent - 1 - first) / stride + 1 : 0;
  p.origin = (first + crop) / stride + phase_taps(kernel, stride, 0).count - p.taps.count;
  return p;
}

static walk transposed_walk(const ck_conv *c, ck_zero_points zero, phase y, phase x, int group) {
  walk w = conv_walk(c, zero, group);
  w.rows = y.taps.count;
  w.groups = (x.taps.count * c->in_c + group - 1) / group;
  w.pitch = (ptrdiff_t)transposed_frame(c).width * c->in_c;
  w.right = c->in_c;
  w.down = w.pitch;
  w.to_right = (ptrdiff_t)c->stride * c->out_c;
  w.to_down = (ptrdiff_t)c->stride * c->out_w * c->out_c;
  w.out_h = y.count;
  w.out_w = x.count;
  return w;
}
