// Dense layers of few outputs in float. Their panels would be filled with zeros for the most part, and reading
// weights is what takes time; so each output is a dot product along the inputs instead.
//
// Packed: the biases, in whole vectors, then the weights [out_c][in_c], each row in whole vectors.

static int is_narrow(const ck_conv *c) {
  return c->out_c <= PANEL && c->kernel_h * c->kernel_w == 1 && c->in_h * c->in_w * c->out_h * c->out_w == 1 &&
         !is_padded(c);
}

static size_t whole_vectors(int lanes) { return (lanes + LANES - 1) / LANES; }

static size_t narrow_packed(const ck_conv *c) {
  return (whole_vectors(c->out_c) + c->out_c * whole_vectors(c->in_c)) * VECTOR_BYTES;
}

static void narrow_pack(const ck_conv *c, const float *weight, const float *bias, float *packed) {
  const size_t row = whole_vectors(c->in_c) * LANES;
  memcpy(packed, bias, c->out_c * sizeof(float));
  packed += whole_vectors(c->out_c) * LANES;
  for (int k = 0; k < c->in_c; k++) {
    for (int o = 0; o < c->out_c; o++) packed[o * row + k] = weight[(size_t)k * c->out_c + o];
  }
}

// Four partial sums, so that additions overlap.
static float dot(int count, const float *input, const vector_f32 *weight) {
  vector_f32 sum[4] = {{0}};
  int k = 0;
  for (; k + 4 * LANES <= count; k += 4 * LANES, weight += 4) {
#pragma unroll
    for (int i = 0; i < 4; i++) sum[i] += weight[i] * load_f32(input + k + i * LANES, LANES);
  }
  for (; k < count; k += LANES) sum[0] += *weight++ * load_f32(input + k, smaller(count - k, LANES));
  const vector_f32 all = (sum[0] + sum[1]) + (sum[2] + sum[3]);
  float total = 0;
  for (int i = 0; i < LANES; i++) total += all[i];
  return total;
}

// A share of the outputs.
static void narrow_run(const ck_conv *c, ck_share share, const float *input, const float *packed, float *output) {
  const span outputs = part(c->out_c, share);
  const size_t row = whole_vectors(c->in_c);
  const vector_f32 *weight = (const vector_f32 *)packed + whole_vectors(c->out_c);
  for (int o = outputs.begin; o < outputs.end; o++) {
    const float sum = packed[o] + dot(c->in_c, input, weight + o * row);
    const float raised = sum > c->low ? sum : c->low;
    output[o] = raised < c->high ? raised : c->high;
  }
}
