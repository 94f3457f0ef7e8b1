// Depthwise convolutions: channels in lanes. A tap outside the image is left out, so nothing is padded.
//
// Packed: the biases, the multipliers (int8 only) and the weights [kernel_h][kernel_w], each as many vectors as
// the channels fill. An int8 weight is a pair of 16-bit integers, the second 0, whose product with a 32-bit lane
// is that of the lane's lower half.

enum { COLUMNS = 4 };  // neighboring pixels that share the weights

static int channel_vectors(const ck_conv *c) { return (c->in_c + LANES - 1) / LANES; }

// The taps of one output along an axis that meet the input.
static span taps_inside(int origin, int kernel, int extent) {
  return (span){origin < 0 ? -origin : 0, extent - origin < kernel ? extent - origin : kernel};
}

static size_t no_scratch(const ck_conv *c) {
  (void)c;
  return 0;
}

INLINE vector_i32 load_i8(const int8_t *p, int lanes) {
  vector_i8 v = {0};
  if (lanes == LANES) memcpy(&v, p, sizeof v);
  else memcpy(&v, p, lanes);
  return __builtin_convertvector(v, vector_i32);
}

INLINE vector_i32 multiply_low(vector_i32 sum, vector_i32 weight, vector_i32 input) {
#if VECTOR_BYTES == 64 && !defined(CK_EMULATE_AVX512)
  return sum + (vector_i32)_mm512_madd_epi16((__m512i)input, (__m512i)weight);
#elif VECTOR_BYTES == 32
  return sum + (vector_i32)_mm256_madd_epi16((__m256i)input, (__m256i)weight);
#elif defined(__SSE2__) && VECTOR_BYTES == 16
  return sum + (vector_i32)_mm_madd_epi16((__m128i)input, (__m128i)weight);
#else
  return sum + input * (weight << 16 >> 16);
#endif
}

INLINE vector_f32 read_f32(const float *p, int lanes, ck_zero_points zero) { return load_values_f32(p, lanes, zero); }

INLINE vector_i32 read_i8(const int8_t *p, int lanes, ck_zero_points zero) { return load_i8(p, lanes) - zero.input; }

INLINE vector_f32 multiply_f32(vector_f32 sum, vector_f32 weight, vector_f32 input) { return sum + weight * input; }

INLINE vector_i32 multiply_i8(vector_i32 sum, vector_i32 weight, vector_i32 input) {
  return multiply_low(sum, weight, input);
}

INLINE void write_f32(const ck_conv *c, vector_f32 sum, vector_f32 header, ck_zero_points zero, float *output,
                      int lanes) {
  (void)header, (void)zero;
  const vector_f32 result = clamp(sum, c->low, c->high);
  if (lanes == LANES) memcpy(output, &result, sizeof result);
  else memcpy(output, &result, lanes * sizeof(float));
}

INLINE void write_i8(const ck_conv *c, vector_i32 sum, vector_i32 multiplier, ck_zero_points zero, int8_t *output,
                     int lanes) {
  const walk w = {.low = c->low - (float)zero.output, .high = c->high - (float)zero.output, .zero = zero.output};
  const vector_i8 result = __builtin_convertvector(requantize(&w, sum, multiplier), vector_i8);
  if (lanes == LANES) memcpy(output, &result, sizeof result);
  else memcpy(output, &result, lanes);
}

// `pixels` neighbors, vector `v` of their channels. `field` is where the first receptive field begins, which may be
// outside the image; `y` and `x` are the taps that are inside. Sums add up taps from top left to bottom right.
#define DEFINE_PIXELS(type, element, vector, headers)                                                           \
  INLINE void pixels_##type(const ck_conv *c, const int pixels, const element *field, span y, span x, int v,    \
                            int lanes, const vector *packed, ck_zero_points zero, element *output) {            \
    const int vectors = channel_vectors(c);                                                                     \
    vector sum[COLUMNS];                                                                                        \
    for (int p = 0; p < pixels; p++) sum[p] = packed[v];                                                        \
    for (int ky = y.begin; ky < y.end; ky++) {                                                                  \
      for (int kx = x.begin; kx < x.end; kx++) {                                                                \
        const vector weight = packed[(headers + ky * c->kernel_w + kx) * vectors + v];                          \
        const element *from = field + ((ptrdiff_t)ky * c->in_w + kx) * c->in_c + v * LANES;                     \
        for (int p = 0; p < pixels; p++) {                                                                      \
          const vector input = read_##type(from + (ptrdiff_t)p * c->stride * c->in_c, lanes, zero);             \
          sum[p] = multiply_##type(sum[p], weight, input);                                                      \
        }                                                                                                       \
      }                                                                                                         \
    }                                                                                                           \
    const vector header = packed[(headers - 1) * vectors + v];                                                  \
    for (int p = 0; p < pixels; p++)                                                                            \
      write_##type(c, sum[p], header, zero, output + (size_t)p * c->in_c + v * LANES, lanes);                   \
  }                                                                                                             \
  /* COLUMNS neighbors under a kernel of three columns. The compiler knows the extents, so that neighbors share \
     inputs in registers. At an `edge`, columns outside `inside` are read as zeros. */                          \
  INLINE void threes_##type(const ck_conv *c, const int stride, const int edge, const element *field, span y,   \
                            span inside, int v, int lanes, const vector *packed, ck_zero_points zero,           \
                            element *output) {                                                                  \
    const int vectors = channel_vectors(c);                                                                     \
    const vector *row = packed + (headers + y.begin * 3) * vectors + v;                                         \
    vector sum[COLUMNS];                                                                                        \
    for (int p = 0; p < COLUMNS; p++) sum[p] = packed[v];                                                       \
    for (int ky = y.begin; ky < y.end; ky++, row += 3 * vectors) {                                              \
      const vector weight[3] = {row[0], row[vectors], row[2 * vectors]};                                        \
      const element *from = field + (ptrdiff_t)ky * c->in_w * c->in_c + v * LANES;                              \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < (COLUMNS - 1) * stride + 3; i++, from += c->in_c) { \
        vector input = {0};                                                                                     \
        if (!edge || (i >= inside.begin && i < inside.end)) input = read_##type(from, lanes, zero);             \
        for (int p = 0; p < COLUMNS; p++)                                                                       \
          if (i >= p * stride && i < p * stride + 3)                                                            \
            sum[p] = multiply_##type(sum[p], weight[i - p * stride], input);                                    \
      }                                                                                                         \
    }                                                                                                           \
    const vector header = packed[(headers - 1) * vectors + v];                                                  \
    for (int p = 0; p < COLUMNS; p++)                                                                           \
      write_##type(c, sum[p], header, zero, output + (size_t)p * c->in_c + v * LANES, lanes);                   \
  }

DEFINE_PIXELS(f32, float, vector_f32, 1)
DEFINE_PIXELS(i8, int8_t, vector_i32, 2)
#undef DEFINE_PIXELS

// Runs a share of the output rows: COLUMNS pixels at a time, or one by one near the border of other kernels.
#define DEFINE_RUN(type, element, vector)                                                                       \
  INLINE void channels_##type(const ck_conv *c, const int pixels, const element *field, span y, span x,         \
                              const vector *packed, ck_zero_points zero, element *output) {                     \
    const int whole = c->in_c / LANES, rest = c->in_c % LANES;                                                  \
    for (int v = 0; v < whole; v++) pixels_##type(c, pixels, field, y, x, v, LANES, packed, zero, output);      \
    if (rest) pixels_##type(c, pixels, field, y, x, whole, rest, packed, zero, output);                         \
  }                                                                                                             \
  INLINE void columns_##type(const ck_conv *c, const int stride, const int edge, const element *field, span y,  \
                             span x, const vector *packed, ck_zero_points zero, element *output) {              \
    const int whole = c->in_c / LANES, rest = c->in_c % LANES;                                                  \
    for (int v = 0; v < whole; v++) threes_##type(c, stride, edge, field, y, x, v, LANES, packed, zero, output); \
    if (rest) threes_##type(c, stride, edge, field, y, x, whole, rest, packed, zero, output);                   \
  }                                                                                                             \
  INLINE void row_of_threes_##type(const ck_conv *c, const int stride, int y, span ys, const element *input,    \
                                   const vector *packed, ck_zero_points zero, element *output) {                \
    const int width = (COLUMNS - 1) * stride + 3;                                                               \
    for (int next = 0; next < c->out_w; next += COLUMNS) {                                                      \
      const int x = smaller(next, c->out_w - COLUMNS); /* the last ones may be computed twice */                \
      const int left = x * stride - c->pad_left;                                                                \
      const span inside = taps_inside(left, width, c->in_w);                                                    \
      const element *field = input + ((ptrdiff_t)(y * stride - c->pad_top) * c->in_w + left) * c->in_c;         \
      element *to = output + ((size_t)y * c->out_w + x) * c->in_c;                                              \
      if (inside.begin == 0 && inside.end == width) columns_##type(c, stride, 0, field, ys, inside, packed, zero, to); \
      else columns_##type(c, stride, 1, field, ys, inside, packed, zero, to);                                   \
    }                                                                                                           \
  }                                                                                                             \
  static void rows_##type(const ck_conv *c, ck_zero_points zero, ck_share share, const element *input,          \
                          const vector *packed, element *output) {                                              \
    const span rows = part(c->out_h, share);                                                                    \
    const int is_three = c->kernel_w == 3 && c->out_w >= COLUMNS;                                               \
    for (int y = rows.begin; y < rows.end; y++) {                                                               \
      const int top = y * c->stride - c->pad_top;                                                               \
      const span ys = taps_inside(top, c->kernel_h, c->in_h);                                                   \
      if (is_three && c->stride == 1) row_of_threes_##type(c, 1, y, ys, input, packed, zero, output);           \
      else if (is_three && c->stride == 2) row_of_threes_##type(c, 2, y, ys, input, packed, zero, output);      \
      else for (int x = 0, pixels; x < c->out_w; x += pixels) {                                                 \
        const int left = x * c->stride - c->pad_left;                                                           \
        const int inside = left >= 0 && left + (COLUMNS - 1) * c->stride + c->kernel_w <= c->in_w;              \
        const element *field = input + ((ptrdiff_t)top * c->in_w + left) * c->in_c;                             \
        element *to = output + ((size_t)y * c->out_w + x) * c->in_c;                                            \
        pixels = inside && x + COLUMNS <= c->out_w ? COLUMNS : 1;                                               \
        const span xs = taps_inside(left, c->kernel_w, c->in_w);                                                \
        if (pixels == COLUMNS) channels_##type(c, COLUMNS, field, ys, xs, packed, zero, to);                    \
        else channels_##type(c, 1, field, ys, xs, packed, zero, to);                                            \
      }                                                                                                         \
    }                                                                                                           \
  }

DEFINE_RUN(f32, float, vector_f32)
DEFINE_RUN(i8, int8_t, vector_i32)
#undef DEFINE_RUN

static size_t depthwise_f32_packed(const ck_conv *c) {
  return (size_t)(1 + c->kernel_h * c->kernel_w) * channel_vectors(c) * VECTOR_BYTES;
}

static size_t depthwise_i8_packed(const ck_conv *c) {
  return (size_t)(2 + c->kernel_h * c->kernel_w) * channel_vectors(c) * VECTOR_BYTES;
}

#define depthwise_f32_scratch no_scratch
#define depthwise_i8_scratch no_scratch

static void depthwise_f32_pack(const ck_conv *c, const float *weight, const float *bias, void *packed) {
  const size_t row = (size_t)channel_vectors(c) * LANES, channels = c->in_c;
  memset(packed, 0, depthwise_f32_packed(c));
  memcpy(packed, bias, channels * sizeof(float));
  for (int tap = 0; tap < c->kernel_h * c->kernel_w; tap++) {
    memcpy((float *)packed + (1 + tap) * row, weight + tap * channels, channels * sizeof(float));
  }
}

static void depthwise_i8_pack(const ck_conv *c, ck_zero_points zero, const int8_t *weight, const int32_t *bias,
                              const float *multiplier, void *packed) {
  (void)zero;
  const size_t row = (size_t)channel_vectors(c) * LANES, channels = c->in_c;
  memset(packed, 0, depthwise_i8_packed(c));
  memcpy(packed, bias, channels * sizeof(int32_t));
  memcpy((float *)packed + row, multiplier, channels * sizeof(float));
  for (int tap = 0; tap < c->kernel_h * c->kernel_w; tap++) {
    int32_t *lane = (int32_t *)packed + (2 + tap) * row;
    for (size_t i = 0; i < channels; i++) lane[i] = weight[tap * channels + i] & 0xffff;
  }
}

static void depthwise_f32_run(const ck_conv *c, ck_share share, const float *input, const void *packed,
                              void *scratch, float *output) {
  (void)scratch;
  rows_f32(c, no_zero, share, input, packed, output);
}

static void depthwise_i8_run(const ck_conv *c, ck_zero_points zero, ck_share share, const int8_t *input,
                             const void *packed, void *scratch, int8_t *output) {
  (void)scratch;
  rows_i8(c, zero, share, input, packed, output);
}
