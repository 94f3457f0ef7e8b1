// Int8 convolutions where products are of 16-bit integers: directly, or by Winograd's algorithm, which needs
// those bits. Its kernels are integers four times as large, and sums are divided in the end; every step is exact
// modulo 2^32.

INLINE vector_i16 load_values_i8(const int8_t *p, int lanes, ck_zero_points zero) {
  vector_i8x2 v = {0};
  if (lanes == 2 * LANES) memcpy(&v, p, sizeof v);
  else memcpy(&v, p, lanes);
  return __builtin_convertvector(v, vector_i16) - (int16_t)zero.input;
}

static int32_t winograd_weight_i8(int32_t value) { return value; }

INLINE vector_i32 winograd_sum_i8(vector_i32 sum) { return sum >> 2; }

#include "infer_winograd.h"

// Four times a sum of 9 * in_c products must fit 32 bits.
static int uses_winograd_i8(const ck_conv *c) { return uses_winograd(c) && c->in_c <= 1800; }

static size_t conv_i8_packed(const ck_conv *c) {
  return uses_winograd_i8(c) ? winograd_packed_i8(c) : direct_i8_packed(c);
}

static size_t conv_i8_scratch(const ck_conv *c) {
  return uses_winograd_i8(c) ? winograd_scratch_i8(c) : direct_i8_scratch(c);
}

static void conv_i8_pack(const ck_conv *c, ck_zero_points zero, const int8_t *weight, const int32_t *bias,
                         const float *multiplier, void *packed) {
  if (!uses_winograd_i8(c)) {
    direct_i8_pack(c, zero, weight, bias, multiplier, packed);
    return;
  }
  memset(packed, 0, winograd_packed_i8(c));
  winograd_pack_i8(c, weight, bias, packed);
  for (int o = 0; o < c->out_c; o++) {
    float *header = (float *)packed + o / PANEL * winograd_panel_i8(c);
    header[PANEL + o % PANEL] = multiplier[o];
  }
}

static void conv_i8_run(const ck_conv *c, ck_zero_points zero, ck_share share, const int8_t *input,
                        const void *packed, void *scratch, int8_t *output) {
  if (uses_winograd_i8(c)) winograd_run_i8(c, zero, share, input, packed, scratch, output);
  else direct_i8_run(c, zero, share, input, packed, scratch, output);
}
