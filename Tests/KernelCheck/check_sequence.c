// The kernels of training for sequences: elements, rows, recurrent cells, negative sampling.

#include <stdio.h>
#include <string.h>

#include "CKernels.h"
#include "kernel_check.h"

static void check_elementwise(const ck_sequence_kernels *kernels, const ck_sequence_kernels *reference,
                              uint32_t *state) {
  for (int n = 1; n < 70; n++) {
    float *a = random_reals(n, 9, state), *b = random_reals(n, 1, state);
    a[0] = b[0] = 1;  // has results of the size by which the errors of tiny ones are measured
    CHECK_FLOATS("multiply", n, k->multiply(n, a, b, y));
    for (ck_activation f = CK_RELU; f <= CK_SIGMOID; f++) {
      float *value = check_allocate(n * sizeof *value);
      reference->activation(f, n, a, value);
      char text[32];
      snprintf(text, sizeof text, "activation %d", (int)f);
      CHECK_FLOATS(text, n, k->activation(f, n, a, y));
      snprintf(text, sizeof text, "activation_gradient %d", (int)f);
      CHECK_FLOATS(text, n, k->activation_gradient(f, n, a, value, b, y));
    }
    check_release();
  }
  check_report("sequence elements");
}

static void check_rows(const ck_sequence_kernels *kernels, const ck_sequence_kernels *reference, int rows, int columns,
                       uint32_t *state) {
  const size_t n = (size_t)rows * columns;
  const float *x = random_reals(n, 3, state), *dy = random_reals(n, 1, state);
  const float *mask = random_below(state, 2) ? reals_of(random_mask(columns, state), columns) : NULL;
  float *weights = check_allocate(n * sizeof *weights);
  reference->softmax(rows, columns, 0.7f, NULL, x, weights);
  CHECK_FLOATS("softmax", n, k->softmax(rows, columns, 0.7f, mask, x, y));
  CHECK_FLOATS("softmax_gradient", n, k->softmax_gradient(rows, columns, 0.7f, weights, dy, y));

  const float *gamma = random_reals(columns, 1, state), *beta = random_reals(columns, 1, state);
  float *normal = check_allocate(n * sizeof *normal);
  float *mean = check_allocate(rows * sizeof *mean), *inverse = check_allocate(rows * sizeof *inverse);
  reference->layer_norm(rows, columns, 1e-3f, x, gamma, beta, normal, mean, inverse);
  CHECK_FLOATS("layer_norm", n + 2 * rows,
               k->layer_norm(rows, columns, 1e-3f, x, gamma, beta, y, y + n, y + n + rows));
  const float *before = random_reals(2 * columns, 1, state);
  float *dx = check_allocate(n * sizeof *dx);
  CHECK_FLOATS("layer_norm_gradient, parameters", 2 * columns, memcpy(y, before, 2 * columns * sizeof *y),
               k->layer_norm_gradient(rows, columns, x, gamma, mean, inverse, dy, dx, y, y + columns));
  CHECK_FLOATS("layer_norm_gradient", n + 2 * columns, memset(y + n, 0, 2 * columns * sizeof *y),
               k->layer_norm_gradient(rows, columns, x, gamma, mean, inverse, dy, y, y + n, y + n + columns));

  const float *wide = random_reals(rows * (columns + 2), 1, state);
  const float *tall = random_reals(columns * (rows + 3), 1, state);
  CHECK_FLOATS("transpose", columns * (rows + 3), memcpy(y, tall, columns * (rows + 3) * sizeof *y),
               k->transpose(rows, columns, wide, columns + 2, y, rows + 3));

  const int candidates = 1 + random_below(state, 6);
  const float *vectors = random_reals(n * candidates, 1, state);
  CHECK_FLOATS("negative_sampling", rows + n + n * candidates,
               k->negative_sampling(rows, candidates, columns, 0.1f, x, vectors, y, y + rows, y + rows + n));
  check_release();
}

// What a step and its gradient read, with a gap after each row of the gates.
typedef struct cell_numbers {
  ck_cell_step step;
  size_t states, gates;  // how many numbers
  const float *gates_before, *dh_before, *dc_before;
} cell_numbers;

static cell_numbers random_cell(int rows, int units, uint32_t *state) {
  cell_numbers c = {.states = (size_t)rows * units, .gates = (size_t)rows * (4 * units + 1)};
  c.gates_before = random_reals(c.gates, 2, state);
  c.dh_before = random_reals(c.states, 1, state), c.dc_before = random_reals(c.states, 1, state);
  c.step = (ck_cell_step){.rows = rows, .units = units, .gates_row = 4 * units + 1, .after_row = units, .mask_row = 1};
  const int shared = random_below(state, 3) == 0;  // one state before for all rows
  c.step.before_row = shared ? 0 : units;
  c.step.h_before = random_reals(c.states, 1, state), c.step.c_before = random_reals(c.states, 1, state);
  c.step.recurrent = random_reals(3 * c.states, 2, state);
  if (random_below(state, 2)) c.step.mask = reals_of(random_mask(rows, state), rows);
  if (random_below(state, 2)) c.step.dy = random_reals(c.states, 1, state), c.step.dy_row = units;
  return c;
}

// Runs a step and then its gradient, which finds in the gates what the step left there. The results: h, c, the
// gradients of the gates, dh, dc.
static void run_cell(void (*forward)(const ck_cell_step *), void (*gradient)(const ck_cell_step *),
                     const cell_numbers *n, float *y) {
  ck_cell_step step = n->step;
  step.h = y, step.c = step.h + n->states;
  step.gates = step.c + n->states, step.dh = step.gates + n->gates, step.dc = step.dh + n->states;
  memset(step.c, 0, n->states * sizeof *y);  // a GRU leaves it alone
  memcpy(step.gates, n->gates_before, n->gates * sizeof *y);
  memcpy(step.dh, n->dh_before, n->states * sizeof *y);
  memcpy(step.dc, n->dc_before, n->states * sizeof *y);
  forward(&step);
  gradient(&step);
}

static void check_cell(const ck_sequence_kernels *kernels, const ck_sequence_kernels *reference, int rows, int units,
                       uint32_t *state) {
  const cell_numbers n = random_cell(rows, units, state);
  CHECK_FLOATS("gru", n.gates + 4 * n.states, run_cell(k->gru, k->gru_gradient, &n, y));
  CHECK_FLOATS("lstm", n.gates + 4 * n.states, run_cell(k->lstm, k->lstm_gradient, &n, y));
  check_release();
}

void check_sequence(ck_isa isa) {
  const ck_sequence_kernels *kernels = ck_sequence_kernels_for(isa);
  const ck_sequence_kernels *reference = ck_sequence_kernels_for(CK_ISA_REFERENCE);
  uint32_t state = 5;
  check_elementwise(kernels, reference, &state);
  for (int i = 0; i < CHECK_SIZES; i++)
    for (int j = 0; j < CHECK_SIZES; j++) check_rows(kernels, reference, check_sizes[i], check_sizes[j], &state);
  check_report("sequence rows");
  for (int i = 0; i < CHECK_SIZES; i++)
    for (int j = 0; j < CHECK_SIZES; j++) check_cell(kernels, reference, check_sizes[i], check_sizes[j], &state);
  check_report("sequence cells");
}
