// Matrix products of one element type.
//
// Included with NAME, INPUT, SUM (a vector of sums), GROUP (inputs in a 32-bit lane) and the function
// multiply_add under NAME. The right matrix comes in panels of PANEL columns: [panels][groups of depth][PANEL].

static int NAME(groups)(int depth) { return (depth + GROUP - 1) / GROUP; }

static int NAME(panels)(int columns) { return (columns + PANEL - 1) / PANEL; }

// The products of `rows` rows of `a`, `pitch` elements apart, and one panel.
INLINE void NAME(tile)(const int rows, int groups, const INPUT *a, ptrdiff_t pitch, const SUM *b, SUM *out,
                       ptrdiff_t out_pitch) {
  SUM sum[6][2] = {0};
  for (int g = 0; g < groups; g++, a += GROUP, b += 2) {
    const SUM first = b[0], second = b[1];
#pragma unroll
    for (int r = 0; r < rows; r++) {
      sum[r][0] = NAME(multiply_add)(sum[r][0], first, a + r * pitch);
      sum[r][1] = NAME(multiply_add)(sum[r][1], second, a + r * pitch);
    }
  }
  for (int r = 0; r < rows; r++, out += out_pitch) out[0] = sum[r][0], out[1] = sum[r][1];
}

// out [rows][panels * 2] = a [rows][groups] times b [panels][groups][PANEL], where rows of a are `pitch` elements and
// those of out `out_pitch` vectors apart; six rows by two vectors fill the registers and hide the latency of
// multiply-add.
static void NAME(product)(int rows, int panels, int groups, const INPUT *a, ptrdiff_t pitch, const SUM *b, SUM *out,
                          ptrdiff_t out_pitch) {
  for (int panel = 0; panel < panels; panel++, b += 2 * groups, out += 2) {
    int r = 0;
    for (; r + 6 <= rows; r += 6) {
      NAME(tile)(6, groups, a + r * pitch, pitch, b, out + r * out_pitch, out_pitch);
    }
    if (r + 4 <= rows) {
      NAME(tile)(4, groups, a + r * pitch, pitch, b, out + r * out_pitch, out_pitch);
      r += 4;
    }
    for (; r < rows; r++) NAME(tile)(1, groups, a + r * pitch, pitch, b, out + r * out_pitch, out_pitch);
  }
}
