// Convolutions and transposed convolutions in int8, on the loops of infer_conv.h.

// Packs weights behind `headers` vectors, of which it fills two: where sums start, and multipliers.
static void pack_i8(const ck_conv *c, int headers, ck_zero_points zero, taps y, taps x, const int8_t *weight,
                    const int32_t *bias, const float *multiplier, int32_t *packed) {
  const size_t lanes = panel_lanes(c, y, x, headers, OPERANDS);
  const size_t groups = ((size_t)x.count * c->in_c + OPERANDS - 1) / OPERANDS;
  for (int o = 0; o < c->out_c; o++) {
    int32_t *lane = packed + o / PANEL * lanes + o % PANEL;
    int32_t sum = 0;
    for (int i = 0; i < y.count * x.count; i++) {
      const int ky = y.first + i / x.count * y.step, kx = x.first + i % x.count * x.step;
      const int8_t *from = weight + ((size_t)ky * c->kernel_w + kx) * c->in_c * c->out_c + o;
      for (int k = 0; k < c->in_c; k++) {
        const int8_t value = from[(size_t)k * c->out_c];
        const size_t column = (size_t)(i % x.count) * c->in_c + k;
        factor *group = (factor *)(lane + (headers + i / x.count * groups + column / OPERANDS) * PANEL);
        group[column % OPERANDS] = value;
        sum += value;
      }
    }
    // Unsigned arithmetic wraps: the sum of everything fits again.
    const int32_t start = bias ? bias[o] : 0;
    lane[0] = (int32_t)((uint32_t)start - (uint32_t)operand_of_zero(zero) * (uint32_t)sum);
    memcpy(lane + PANEL, multiplier + o, sizeof(float));
  }
}

static size_t direct_i8_packed(const ck_conv *c) {
  return panels(c) * panel_lanes(c, all_taps(c->kernel_h), all_taps(c->kernel_w), 2, OPERANDS) * sizeof(int32_t);
}

static size_t direct_i8_scratch(const ck_conv *c) {
  return (frame_elements(c, conv_frame(c)) + OPERANDS - 1) * sizeof(operand);
}

static void direct_i8_pack(const ck_conv *c, ck_zero_points zero, const int8_t *weight, const int32_t *bias,
                         const float *multiplier, void *packed) {
  memset(packed, 0, direct_i8_packed(c));
  pack_i8(c, 2, zero, all_taps(c->kernel_h), all_taps(c->kernel_w), weight, bias, multiplier, packed);
}

static void direct_i8_run(const ck_conv *c, ck_zero_points zero, ck_share share, const int8_t *input,
                        const void *packed, void *scratch, int8_t *output) {
  fill_frame_i8(c, conv_frame(c), zero, input, scratch);
  const walk w = conv_walk(c, zero, OPERANDS);
  run_i8(c, &w, share, all_taps(c->kernel_h), all_taps(c->kernel_w), scratch, packed, output);
}

static size_t transposed_i8_packed(const ck_conv *c) { return phases_packed_i8(c); }

static size_t transposed_i8_scratch(const ck_conv *c) {
  return (frame_elements(c, transposed_frame(c)) + OPERANDS - 1) * sizeof(operand);
}

static void transposed_i8_pack(const ck_conv *c, ck_zero_points zero, const int8_t *weight, const int32_t *bias,
                               const float *multiplier, void *packed) {
  memset(packed, 0, transposed_i8_packed(c));
  int32_t *lane = packed;
  for (int i = 0; i < c->stride * c->stride; i++) {
    const taps y = phase_taps(c->kernel_h, c->stride, i / c->stride);
    const taps x = phase_taps(c->kernel_w, c->stride, i % c->stride);
    pack_i8(c, 2, zero, y, x, weight, bias, multiplier, lane);
    lane += panels(c) * panel_lanes(c, y, x, 2, OPERANDS);
  }
}

static void transposed_i8_run(const ck_conv *c, ck_zero_points zero, ck_share share, const int8_t *input,
                              const void *packed, void *scratch, int8_t *output) {
  fill_frame_i8(c, transposed_frame(c), zero, input, scratch);
  run_phases_i8(c, zero, share, scratch, packed, output);
}
