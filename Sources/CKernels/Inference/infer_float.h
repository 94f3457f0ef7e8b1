// Convolutions and transposed convolutions in float, on the loops of infer_conv.h.

static void pack_f32(const ck_conv *c, taps y, taps x, const float *weight, const float *bias, float *packed) {
  const size_t lanes = panel_lanes(c, y, x, 1, 1);
  for (int o = 0; o < c->out_c; o++) {
    float *lane = packed + o / PANEL * lanes + o % PANEL;
    *lane = bias[o];
    for (int i = 0; i < y.count * x.count; i++) {
      const int ky = y.first + i / x.count * y.step, kx = x.first + i % x.count * x.step;
      const float *from = weight + ((size_t)ky * c->kernel_w + kx) * c->in_c * c->out_c + o;
      for (int k = 0; k < c->in_c; k++) *(lane += PANEL) = from[(size_t)k * c->out_c];
    }
  }
}

static size_t conv_f32_packed(const ck_conv *c) {
  if (is_narrow(c)) return narrow_packed(c);
  if (uses_winograd(c)) return winograd_packed_f32(c);
  return panels(c) * panel_lanes(c, all_taps(c->kernel_h), all_taps(c->kernel_w), 1, 1) * sizeof(float);
}

static size_t conv_f32_scratch(const ck_conv *c) {
  if (uses_winograd(c)) return winograd_scratch_f32(c);
  return is_padded(c) ? frame_elements(c, conv_frame(c)) * sizeof(float) : 0;
}

static void conv_f32_pack(const ck_conv *c, const float *weight, const float *bias, void *packed) {
  memset(packed, 0, conv_f32_packed(c));
  if (is_narrow(c)) narrow_pack(c, weight, bias, packed);
  else if (uses_winograd(c)) winograd_pack_f32(c, weight, bias, packed);
  else pack_f32(c, all_taps(c->kernel_h), all_taps(c->kernel_w), weight, bias, packed);
}

static void conv_f32_run(const ck_conv *c, ck_share share, const float *input, const void *packed, void *scratch,
                         float *output) {
  if (is_narrow(c)) {
    narrow_run(c, share, input, packed, output);
    return;
  }
  if (uses_winograd(c)) {
    winograd_run_f32(c, no_zero, share, input, packed, scratch, output);
    return;
  }
  if (is_padded(c)) {
    fill_frame_f32(c, conv_frame(c), no_zero, input, scratch);
    input = scratch;
  }
  const walk w = conv_walk(c, no_zero, 1);
  run_f32(c, &w, share, all_taps(c->kernel_h), all_taps(c->kernel_w), input, packed, output);
}

static size_t transposed_f32_packed(const ck_conv *c) {
  return is_merged(c) ? merged_packed(c) : phases_packed_f32(c);
}

static size_t transposed_f32_scratch(const ck_conv *c) {
  if (is_merged(c)) return merged_scratch(c);
  return frame_elements(c, transposed_frame(c)) * sizeof(float);
}

static void transposed_f32_pack(const ck_conv *c, const float *weight, const float *bias, void *packed) {
  memset(packed, 0, transposed_f32_packed(c));
  if (is_merged(c)) {
    merged_pack(c, weight, bias, packed);
    return;
  }
  float *lane = packed;
  for (int i = 0; i < c->stride * c->stride; i++) {
    const taps y = phase_taps(c->kernel_h, c->stride, i / c->stride);
    const taps x = phase_taps(c->kernel_w, c->stride, i % c->stride);
    pack_f32(c, y, x, weight, bias, lane);
    lane += panels(c) * panel_lanes(c, y, x, 1, 1);
  }
}

static void transposed_f32_run(const ck_conv *c, ck_share share, const float *input, const void *packed,
                               void *scratch, float *output) {
  if (is_merged(c)) {
    merged_run(c, share, input, packed, scratch, output);
    return;
  }
  fill_frame_f32(c, transposed_frame(c), no_zero, input, scratch);
  run_phases_f32(c, no_zero, share, scratch, packed, output);
}
