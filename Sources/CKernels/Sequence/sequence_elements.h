// Element by element. Part of sequence_vector.h.

inlined vec ramp(vec x) { return choose(x < 0, (vec){0}, x); }

// The share of a normal distribution below x: (1 + erf(x / sqrt 2)) / 2.
inlined vec normal_share(vec x) { return 0.5f * error_function(x * 0.70710678f) + 0.5f; }

// The density of the normal distribution: exp(-x^2 / 2) / sqrt(2 pi).
inlined vec normal_density(vec x) { return 0.39894228f * exponential(-0.5f * x * x); }

inlined vec activated(const ck_activation activation, vec x) {
  switch (activation) {
    case CK_RELU: return ramp(x);
    case CK_RELU6: return choose(x > 6, splat(6), ramp(x));
    case CK_GELU: return x * normal_share(x);
    case CK_SILU: return x * sigmoid(x);
    case CK_TANH: return hyperbolic_tangent(x);
    case CK_SIGMOID: return sigmoid(x);
  }
}

inlined vec activation_slope(const ck_activation activation, vec x, vec y) {
  switch (activation) {
    case CK_RELU: return choose(x > 0, splat(1), (vec){0});
    case CK_RELU6: return choose((x > 0) & (x < 6), splat(1), (vec){0});
    case CK_GELU: return normal_share(x) + x * normal_density(x);
    case CK_SILU: {
      const vec s = sigmoid(x);
      return s + y * (1 - s);
    }
    case CK_TANH: return 1 - y * y;
    case CK_SIGMOID: return y * (1 - y);
  }
}

// One loop for each function.
#define EACH_ACTIVATION                \
  switch (activation) {                \
    case CK_RELU: LOOP(CK_RELU);       \
    case CK_RELU6: LOOP(CK_RELU6);     \
    case CK_GELU: LOOP(CK_GELU);       \
    case CK_SILU: LOOP(CK_SILU);       \
    case CK_TANH: LOOP(CK_TANH);       \
    case CK_SIGMOID: LOOP(CK_SIGMOID); \
  }

static void activation(ck_activation activation, int64_t count, const float *x, float *y) {
#define BODY(c, lanes) store(y + c, activated(function, load(x + c, lanes)), lanes)
#define LOOP(name)                      \
  {                                     \
    const ck_activation function = name; \
    for_channels(count, BODY);          \
    return;                             \
  }
  EACH_ACTIVATION
#undef LOOP
#undef BODY
}

static void activation_gradient(ck_activation activation, int64_t count, const float *x, const float *y,
                                const float *dy, float *dx) {
#define BODY(c, lanes)                                                                                       \
  store(dx + c, load(dy + c, lanes) * activation_slope(function, load(x + c, lanes), load(y + c, lanes)), lanes)
#define LOOP(name)                      \
  {                                     \
    const ck_activation function = name; \
    for_channels(count, BODY);          \
    return;                             \
  }
  EACH_ACTIVATION
#undef LOOP
#undef BODY
}
#undef EACH_ACTIVATION

static void multiply(int64_t count, const float *a, const float *b, float *y) {
#define BODY(c, lanes) store(y + c, load(a + c, lanes) * load(b + c, lanes), lanes)
  for_channels(count, BODY);
#undef BODY
}
