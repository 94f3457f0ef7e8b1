// Transposed convolutions on the loops of infer_conv.h, for one element type on one instruction set.

// All phases of a transposed convolution.
static void NAME(run_phases)(const ck_conv *c, ck_zero_points zero, ck_share share, const INPUT *framed,
                             const SUM *packed, OUTPUT *output) {
  const frame f = transposed_frame(c);
  for (int i = 0; i < c->stride * c->stride; i++) {
    const phase y = make_phase(i / c->stride, c->kernel_h, c->stride, c->pad_top, c->out_h);
    const phase x = make_phase(i % c->stride, c->kernel_w, c->stride, c->pad_left, c->out_w);
    const walk w = transposed_walk(c, zero, y, x, GROUP);
    NAME(run)(c, &w, share, y.taps, x.taps, framed + ((ptrdiff_t)y.origin * f.width + x.origin) * c->in_c, packed,
              output + ((ptrdiff_t)y.first * c->out_w + x.first) * c->out_c);
    packed += panels(c) * panel_lanes(c, y.taps, x.taps, HEADERS, GROUP) / LANES;
  }
}

static size_t NAME(phases_packed)(const ck_conv *c) {
  size_t lanes = 0;
  for (int i = 0; i < c->stride * c->stride; i++) {
    lanes += panels(c) * panel_lanes(c, phase_taps(c->kernel_h, c->stride, i / c->stride),
                                     phase_taps(c->kernel_w, c->stride, i % c->stride), HEADERS, GROUP);
  }
  return lanes * sizeof(int32_t);
}
