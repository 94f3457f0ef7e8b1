// GRU and LSTM of one element type: the inputs of all positions are one product; then the loop over positions
// multiplies the state by the recurrent weights and applies the gates.
//
// Included after seq_product.h with, under NAME: HEADERS, headers, left, left_bytes, input_part, state_part,
// keep_state and emit. Packed parameters are `HEADERS` vectors of numbers for each column, input weights
// [panels][gates][groups][PANEL] and recurrent weights [panels][groups][gates][PANEL].

typedef struct NAME(recurrent_room) {
  SUM *products;   // of the inputs: [length][panels][gates][PANEL]
  gate_sums *gates;
  vec *h, *c;      // the state
  INPUT *state;    // what the product of the next step reads of it
  INPUT *input;    // room for the left side of the first product
} NAME(recurrent_room);

// Lays the scratch memory out from `base` and returns its size.
static size_t NAME(layout_recurrent)(const ck_recurrent *r, char *base, NAME(recurrent_room) *room) {
  const size_t units = (size_t)NAME(panels)(r->units) * PANEL;
  size_t at = 0;
  room->products = take(base, &at, r->length * units * r->cell * sizeof(float));
  room->gates = take(base, &at, units * 4 * sizeof(float));
  room->h = take(base, &at, units * sizeof(float));
  room->c = take(base, &at, units * sizeof(float));
  room->state = take(base, &at, units * sizeof(INPUT));
  room->input = take(base, &at, NAME(left_bytes)(r->length, r->inputs));
  return at;
}

static size_t NAME(recurrent_scratch)(const ck_recurrent *r) {
  NAME(recurrent_room) room;
  return NAME(layout_recurrent)(r, 0, &room);
}

static size_t NAME(recurrent_packed)(const ck_recurrent *r) {
  const size_t columns = (size_t)NAME(panels)(r->units) * r->cell * PANEL;
  return columns * (NAME(HEADERS) + NAME(groups)(r->inputs) + NAME(groups)(r->units)) * sizeof(float);
}

static void NAME(recurrent_pack)(const ck_recurrent *r, const PARAMETERS *p, void *packed) {
  const int gates = r->cell, in_groups = NAME(groups)(r->inputs), groups = NAME(groups)(r->units);
  const ptrdiff_t columns = (ptrdiff_t)NAME(panels)(r->units) * gates * PANEL;
  const float *header[NAME(HEADERS)];
  NAME(headers)(p, header);
  memset(packed, 0, NAME(recurrent_packed)(r));
  float *numbers = packed, *weight = numbers + NAME(HEADERS) * columns, *recurrent = weight + in_groups * columns;

  for (int column = 0; column < gates * r->units; column++) {
    const int gate = column / r->units, unit = column % r->units, panel = unit / PANEL, lane = unit % PANEL;
    for (int h = 0; h < NAME(HEADERS); h++) {
      if (!header[h] || (h == 1 && r->cell == CK_LSTM)) continue;
      numbers[h * columns + (panel * gates + gate) * PANEL + lane] = header[h][column];
    }
    for (int k = 0; k < r->inputs; k++) {
      const ptrdiff_t row = (ptrdiff_t)(panel * gates + gate) * in_groups + k / GROUP;
      ((INPUT *)(weight + row * PANEL + lane))[k % GROUP] = p->weight[(ptrdiff_t)k * gates * r->units + column];
    }
    for (int k = 0; k < r->units; k++) {
      const ptrdiff_t row = ((ptrdiff_t)panel * groups + k / GROUP) * gates + gate;
      ((INPUT *)(recurrent + row * PANEL + lane))[k % GROUP] =
        p->recurrent[(ptrdiff_t)k * gates * r->units + column];
    }
  }
}

// The sums of the gates of one panel at one position. `header` and `count`: see input_part.
INLINE void NAME(sum_gates)(const int gates, int groups, const vec *header, int count, const SUM *input,
                            const SUM *weight, const INPUT *state, gate_sums out[2]) {
  // Partial sums that additions may overlap in; four gates have enough of them already.
  const int parts = gates == CK_GRU ? 2 : 1;
  SUM sum[2][8] = {0};
  int g = 0;
  for (; g + parts <= groups; g += parts) {
#pragma unroll
    for (int part = 0; part < parts; part++, state += GROUP, weight += 2 * gates) {
#pragma unroll
      for (int i = 0; i < 2 * gates; i++) {
        sum[part][i] = NAME(multiply_add)(sum[part][i], weight[i], state);
      }
    }
  }
  if (g < groups) {
#pragma unroll
    for (int i = 0; i < 2 * gates; i++) sum[0][i] = NAME(multiply_add)(sum[0][i], weight[i], state);
  }
#pragma unroll
  for (int i = 0; i < 2 * gates; i++) {
    const vec in = NAME(input_part)(input[i], header, count, i);
    const vec re = NAME(state_part)(sum[0][i] + sum[1][i], header, count, i);
    if (gates == CK_GRU && i / 2 == 2) {
      out[i % 2][2] = in, out[i % 2][3] = re;
    } else {
      out[i % 2][i / 2] = in + re;
    }
  }
}

INLINE void NAME(loop)(const ck_recurrent *r, const int gates, ck_state_scale scale, const VALUE *mask,
                       const vec *header, const SUM *weight, NAME(recurrent_room) *room, VALUE *y) {
  const int panels = NAME(panels)(r->units), groups = NAME(groups)(r->units), vectors = 2 * gates;
  for (int t = 0; t < r->length; t++) {
    const int at = r->reversed ? r->length - 1 - t : t;
    if (!mask || mask[at] != 0) {
      for (int p = 0; p < panels; p++) {
        // To and fro, so that a step begins with the weights that the last one left in the cache.
        const int panel = t % 2 ? panels - 1 - p : p;
        const SUM *input = room->products + ((ptrdiff_t)at * panels + panel) * vectors;
        NAME(sum_gates)(gates, groups, header + panel * vectors, panels * vectors, input,
                        weight + (ptrdiff_t)panel * groups * vectors, room->state, room->gates + 2 * panel);
      }
      if (gates == CK_GRU) {
        gru(2 * panels, room->gates, room->h);
      } else {
        lstm(2 * panels, room->gates, room->h, room->c);
      }
      NAME(keep_state)(2 * panels, room->h, scale, room->state);
    }
    if (r->returns_sequence) NAME(emit)(r->units, room->state, scale, y + (ptrdiff_t)at * r->units);
  }
  if (!r->returns_sequence) NAME(emit)(r->units, room->state, scale, y);
}

static void NAME(recurrent_run)(const ck_recurrent *r, int32_t zero, ck_state_scale scale, const VALUE *x,
                                const VALUE *mask, const void *packed, void *scratch, VALUE *y) {
  const int gates = r->cell, panels = NAME(panels)(r->units), in_groups = NAME(groups)(r->inputs);
  const int vectors = panels * gates * 2;
  const vec *header = packed;
  const SUM *weight = (const SUM *)(header + NAME(HEADERS) * vectors);
  const SUM *recurrent = weight + (ptrdiff_t)in_groups * vectors;
  NAME(recurrent_room) room;
  NAME(layout_recurrent)(r, scratch, &room);
  memset(room.h, 0, 2 * panels * sizeof(vec));
  memset(room.c, 0, 2 * panels * sizeof(vec));
  NAME(keep_state)(2 * panels, room.h, scale, room.state);

  ptrdiff_t pitch;
  const INPUT *left = NAME(left)(r->length, r->inputs, x, r->inputs, zero, room.input, &pitch);
  NAME(product)(r->length, panels * gates, in_groups, left, pitch, weight, room.products, 2 * panels * gates);
  if (r->cell == CK_GRU) {
    NAME(loop)(r, CK_GRU, scale, mask, header, recurrent, &room, y);
  } else {
    NAME(loop)(r, CK_LSTM, scale, mask, header, recurrent, &room, y);
  }
}
