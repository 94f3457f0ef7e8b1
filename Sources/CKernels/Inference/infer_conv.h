// The loops of a fused convolution, for one element type on one instruction set.
//
// Included with NAME, INPUT, OUTPUT, SUM (a vector of sums), HEADERS (vectors of PANEL before the
// weights of a panel; the first holds the biases), GROUP (inputs in one 32-bit lane of weights), and the
// functions multiply_add and finish under NAME.

// The sums of TILE pixels and PANEL outputs. `pixel` holds where each receptive field begins.
INLINE void NAME(tile)(const INPUT *const pixel[TILE], ptrdiff_t pitch, int rows, int groups,
                       const SUM *weight, SUM sum[TILE][2]) {
  for (int y = 0; y < rows; y++) {
    const ptrdiff_t row = y * pitch;
    for (int g = 0; g < groups; g++, weight += 2) {
      const SUM first = weight[0], second = weight[1];
#pragma unroll
      for (int t = 0; t < TILE; t++) {
        const INPUT *input = pixel[t] + row + g * GROUP;
        sum[t][0] = NAME(multiply_add)(sum[t][0], first, input);
        sum[t][1] = NAME(multiply_add)(sum[t][1], second, input);
      }
    }
  }
}

// The sums of one pixel and PANEL outputs, in several partial sums so that additions overlap.
INLINE void NAME(single)(const INPUT *pixel, ptrdiff_t pitch, int rows, int groups, const SUM *weight,
                         SUM sum[2]) {
  SUM part[TILE][2] = {{sum[0], sum[1]}};
  for (int y = 0; y < rows; y++, pixel += pitch) {
    int g = 0;
    for (; g + TILE <= groups; g += TILE, weight += 2 * TILE) {
#pragma unroll
      for (int t = 0; t < TILE; t++) {
        const INPUT *input = pixel + (g + t) * GROUP;
        part[t][0] = NAME(multiply_add)(part[t][0], weight[2 * t], input);
        part[t][1] = NAME(multiply_add)(part[t][1], weight[2 * t + 1], input);
      }
    }
    for (; g < groups; g++, weight += 2) {
      part[0][0] = NAME(multiply_add)(part[0][0], weight[0], pixel + g * GROUP);
      part[0][1] = NAME(multiply_add)(part[0][1], weight[1], pixel + g * GROUP);
    }
  }
  for (int v = 0; v < 2; v++) sum[v] = (part[0][v] + part[1][v]) + (part[2][v] + part[3][v]);
}

// Runs all outputs. `image` is padded already; `pitch` elements separate its rows.
static void NAME(run)(const ck_conv *c, ck_zero_points zero, const INPUT *image, const void *packed,
                      OUTPUT *output) {
  const int rows = c->kernel_h, groups = (c->kernel_w * c->in_c + GROUP - 1) / GROUP, pool = c->pool;
  const ptrdiff_t pitch = (ptrdiff_t)(c->in_w + c->pad_left + c->pad_right) * c->in_c;
  const ptrdiff_t right = (ptrdiff_t)c->stride * c->in_c, down = c->stride * pitch;

  for (int panel = 0; panel < panels(c); panel++) {
    const SUM *header = (const SUM *)packed + panel * panel_lanes(c, HEADERS, GROUP) / LANES;
    const SUM *weight = header + 2 * HEADERS;
    const int count = c->out_c - panel * PANEL < PANEL ? c->out_c - panel * PANEL : PANEL;
    OUTPUT *to = output + panel * PANEL;

    for (int y = 0; y < c->out_h; y++) {
      const INPUT *origin = image + y * pool * down;
      int x = 0;

      if (pool == 1) {
        for (; x + TILE <= c->out_w; x += TILE, origin += TILE * right, to += TILE * c->out_c) {
          const INPUT *pixel[TILE] = {origin, origin + right, origin + 2 * right, origin + 3 * right};
          SUM sum[TILE][2];
          for (int t = 0; t < TILE; t++) sum[t][0] = header[0], sum[t][1] = header[1];
          NAME(tile)(pixel, pitch, rows, groups, weight, sum);
          for (int t = 0; t < TILE; t++) {
            NAME(finish)(c, zero, (const void *)header, sum[t], to + t * c->out_c, count);
          }
        }
      } else if (pool == 2) {
        for (; x < c->out_w; x++, origin += 2 * right, to += c->out_c) {
          const INPUT *pixel[TILE] = {origin, origin + right, origin + down, origin + down + right};
          SUM sum[TILE][2];
          for (int t = 0; t < TILE; t++) sum[t][0] = header[0], sum[t][1] = header[1];
          NAME(tile)(pixel, pitch, rows, groups, weight, sum);
          for (int v = 0; v < 2; v++) {
            sum[0][v] = __builtin_elementwise_max(__builtin_elementwise_max(sum[0][v], sum[1][v]),
                                                  __builtin_elementwise_max(sum[2][v], sum[3][v]));
          }
          NAME(finish)(c, zero, (const void *)header, sum[0], to, count);
        }
      }

      // What is left of a row, and windows of other sizes, pixel by pixel.
      for (; x < c->out_w; x++, origin += pool * right, to += c->out_c) {
        SUM best[2];
        for (int window = 0; window < pool * pool; window++) {
          SUM sum[2] = {header[0], header[1]};
          NAME(single)(origin + window / pool * down + window % pool * right, pitch, rows, groups,
                       weight, sum);
          for (int v = 0; v < 2; v++) {
            best[v] = window == 0 ? sum[v] : __builtin_elementwise_max(best[v], sum[v]);
          }
        }
        NAME(finish)(c, zero, (const void *)header, best, to, count);
      }
    }
  }
}

#undef NAME
#undef INPUT
#undef OUTPUT
#undef SUM
#undef HEADERS
#undef GROUP
