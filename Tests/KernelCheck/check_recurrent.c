// GRU and LSTM layers of inference, in float and int8.

#include <stdio.h>

#include "CKernels.h"
#include "kernel_check.h"

typedef struct example {
  ck_recurrent layer;
  const int8_t *x, *mask, *weight, *recurrent;
  const float *bias, *recurrent_bias, *weight_scale, *recurrent_scale;
} example;

static size_t outputs(const ck_recurrent *r) { return (size_t)(r->returns_sequence ? r->length : 1) * r->units; }

static example random_example(ck_cell cell, int inputs, int units, uint32_t *state) {
  const size_t columns = (size_t)cell * units;
  example e = {.layer = {random_size(state), inputs, units, cell, random_below(state, 2), random_below(state, 2)}};
  e.x = random_bytes((size_t)e.layer.length * inputs, state);
  if (random_below(state, 2)) e.mask = random_mask(e.layer.length, state);
  e.weight = random_bytes(inputs * columns, state), e.recurrent = random_bytes(units * columns, state);
  e.bias = random_reals(columns, 1, state), e.recurrent_bias = random_reals(columns, 1, state);
  float *scale[2];
  for (int i = 0; i < 2; i++) {
    scale[i] = check_allocate(columns * sizeof(float));
    for (size_t j = 0; j < columns; j++) scale[i][j] = 0.00003f * (1.5f + random_real(state));
  }
  e.weight_scale = scale[0], e.recurrent_scale = scale[1];
  return e;
}

// With weights in -0.5 ... 0.5 and inputs in -2 ... 2.
static void run_f32(const ck_infer_seq_kernels *k, const example *e, float *y) {
  const ck_recurrent *r = &e->layer;
  const size_t columns = (size_t)r->cell * r->units, inputs = (size_t)r->length * r->inputs;
  float *weight = reals_of(e->weight, r->inputs * columns), *recurrent = reals_of(e->recurrent, r->units * columns);
  for (size_t i = 0; i < r->inputs * columns; i++) weight[i] /= 256;
  for (size_t i = 0; i < r->units * columns; i++) recurrent[i] /= 256;
  float *x = reals_of(e->x, inputs);
  for (size_t i = 0; i < inputs; i++) x[i] /= 64;
  const ck_recurrent_f32 parameters = {weight, recurrent, e->bias, e->recurrent_bias};
  void *packed = check_allocate(k->recurrent_f32_packed(r));
  k->recurrent_f32_pack(r, &parameters, packed);
  k->recurrent_f32(r, x, e->mask ? reals_of(e->mask, r->length) : NULL, packed,
                   check_allocate(k->recurrent_f32_scratch(r)), y);
}

static void run_i8(const ck_infer_seq_kernels *k, const example *e, ck_zero_points zero, int8_t *y) {
  const ck_recurrent *r = &e->layer;
  const ck_recurrent_i8 parameters = {e->weight, e->recurrent,    e->bias,
                                      e->recurrent_bias, e->weight_scale, e->recurrent_scale};
  void *packed = check_allocate(k->recurrent_i8_packed(r));
  k->recurrent_i8_pack(r, &parameters, packed);
  k->recurrent_i8(r, zero, 1 / 127.0f, e->x, e->mask, packed, check_allocate(k->recurrent_i8_scratch(r)), y);
}

static void check_layer(const ck_infer_seq_kernels *kernels, ck_cell cell, int inputs, int units, uint32_t *state) {
  const ck_infer_seq_kernels *reference = ck_infer_seq_kernels_for(CK_ISA_REFERENCE);
  const example e = random_example(cell, inputs, units, state);
  const ck_zero_points zero = {random_below(state, 256) - 128, random_below(state, 41) - 20};
  char text[100];
  snprintf(text, sizeof text, "%s %d x %d -> %d%s%s", cell == CK_GRU ? "gru" : "lstm", e.layer.length, inputs, units,
           e.layer.reversed ? " reversed" : "", e.mask ? " masked" : "");
  CHECK_FLOATS(text, outputs(&e.layer), run_f32(k, &e, y));
  CHECK_INTEGERS(text, outputs(&e.layer), run_i8(k, &e, zero, y));
  check_release();
}

void check_recurrent(ck_isa isa) {
  uint32_t state = 6;
  for (int i = 0; i < CHECK_SIZES; i++)
    for (int j = 0; j < CHECK_SIZES; j++)
      for (ck_cell cell = CK_GRU; cell <= CK_LSTM; cell++)
        check_layer(ck_infer_seq_kernels_for(isa), cell, check_sizes[i], check_sizes[j], &state);
  check_report("infer_seq recurrent");
}
