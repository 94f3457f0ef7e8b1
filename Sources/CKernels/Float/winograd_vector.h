// The transforms of Winograd's convolution on vectors. Part of float_vector.h.

// Lines become other lines: the transforms B^T d, A^T m and G g of the paper, for one column.
inlined void winograd_input_line(const vec d[4], vec v[4]) {
  v[0] = d[0] - d[2];
  v[1] = d[1] + d[2];
  v[2] = d[2] - d[1];
  v[3] = d[1] - d[3];
}

inlined void winograd_output_line(const vec m[4], vec y[2]) {
  y[0] = m[0] + m[1] + m[2];
  y[1] = m[1] - m[2] - m[3];
}

inlined void winograd_kernel_line(const vec g[3], vec u[4]) {
  const vec even = (g[0] + g[2]) * splat(0.5f), odd = g[1] * splat(0.5f);
  u[0] = g[0];
  u[1] = even + odd;
  u[2] = even - odd;
  u[3] = g[2];
}

// `lanes` channels of a tile: its columns transformed, then the rows of what they became.
inlined void winograd_input_tile(const ck_winograd *w, const float *x, float *v, int64_t lanes) {
  vec t[4][4], column[4], out[4];
  for (int j = 0; j < 4; j++) {
    for (int i = 0; i < 4; i++) column[i] = load(x + i * w->row + j * w->pixel, lanes);
    winograd_input_line(column, out);
    for (int i = 0; i < 4; i++) t[i][j] = out[i];
  }
  for (int i = 0; i < 4; i++) {
    winograd_input_line(t[i], out);
    for (int j = 0; j < 4; j++) store(v + (i * 4 + j) * w->plane, out[j], lanes);
  }
}

inlined void winograd_output_tile(const ck_winograd *w, const float *m, const float *bias, float *y, int64_t lanes) {
  vec t[2][4], column[4], out[2];
  for (int j = 0; j < 4; j++) {
    for (int i = 0; i < 4; i++) column[i] = load(m + (i * 4 + j) * w->plane, lanes);
    winograd_output_line(column, out);
    for (int i = 0; i < 2; i++) t[i][j] = out[i];
  }
  const vec offset = bias ? load(bias, lanes) : (vec){0};
  for (int i = 0; i < 2; i++) {
    winograd_output_line(t[i], out);
    for (int j = 0; j < 2; j++) store(y + i * w->row + j * w->pixel, out[j] + offset, lanes);
  }
}

inlined void winograd_kernel_lanes(const float *g, float *u, int64_t plane, int64_t lanes) {
  vec t[4][3], column[3], out[4];
  for (int j = 0; j < 3; j++) {
    for (int i = 0; i < 3; i++) column[i] = load(g + (i * 3 + j) * plane, lanes);
    winograd_kernel_line(column, out);
    for (int i = 0; i < 4; i++) t[i][j] = out[i];
  }
  for (int i = 0; i < 4; i++) {
    winograd_kernel_line(t[i], out);
    for (int j = 0; j < 4; j++) store(u + (i * 4 + j) * plane, out[j], lanes);
  }
}

static void winograd_input(const ck_winograd *w, const float *x, float *v) {
  for (int64_t row = 0; row < w->height; row += 2)
    for (int64_t column = 0; column < w->width; column += 2, v += w->channels) {
      const float *from = x + row * w->row + column * w->pixel;
#define BODY(c, lanes) winograd_input_tile(w, from + c, v + c, lanes)
      for_channels(w->channels, BODY);
#undef BODY
    }
}

static void winograd_output(const ck_winograd *w, const float *m, const float *bias, float *y) {
  for (int64_t row = 0; row < w->height; row += 2)
    for (int64_t column = 0; column < w->width; column += 2, m += w->channels) {
      float *to = y + row * w->row + column * w->pixel;
#define BODY(c, lanes) winograd_output_tile(w, m + c, bias ? bias + c : NULL, to + c, lanes)
      for_channels(w->channels, BODY);
#undef BODY
    }
}

static void winograd_kernel(int64_t count, int64_t plane, const float *g, float *u) {
#define BODY(i, lanes) winograd_kernel_lanes(g + i, u + i, plane, lanes)
  for_channels(count, BODY);
#undef BODY
}
