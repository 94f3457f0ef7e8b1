// Attention as plain loops, query by query.

static size_t attention_scratch(const ck_attention *a) { return (size_t)a->keys * sizeof(float); }

static void attention_f32(const ck_attention *a, const float *q, const float *k, const float *v, const float *mask,
                          void *scratch, float *y) {
  const int depth = a->features / a->heads, width = a->value_features / a->heads;
  float *weight = scratch;
  for (int query = 0; query < a->queries; query++) {
    for (int head = 0; head < a->heads; head++) {
      const float *left = q + (size_t)query * a->features + head * depth;
      float most = -INFINITY, sum = 0;
      for (int key = 0; key < a->keys; key++) {
        const float *right = k + (size_t)key * a->features + head * depth;
        weight[key] = 0;
        for (int i = 0; i < depth; i++) weight[key] += left[i] * right[i];
        weight[key] *= a->scale;
        if ((!mask || mask[key] != 0) && weight[key] > most) most = weight[key];
      }
      for (int key = 0; key < a->keys; key++) {
        weight[key] = !mask || mask[key] != 0 ? expf(weight[key] - most) : 0;
        sum += weight[key];
      }
      for (int i = 0; i < width; i++) {
        float average = 0;
        for (int key = 0; key < a->keys; key++) {
          average += weight[key] * v[(size_t)key * a->value_features + head * width + i];
        }
        y[(size_t)query * a->value_features + head * width + i] = sum > 0 ? average / sum : 0;
      }
    }
  }
}

static void attention_i8(const ck_attention *a, const ck_attention_i8 *integers, const int8_t *q, const int8_t *k,
                         const int8_t *v, const int8_t *mask, void *scratch, int8_t *y) {
  const int depth = a->features / a->heads, width = a->value_features / a->heads;
  int32_t *weight = scratch;
  for (int query = 0; query < a->queries; query++) {
    for (int head = 0; head < a->heads; head++) {
      const int8_t *left = q + (size_t)query * a->features + head * depth;
      int32_t most = INT32_MIN, sum = 0;
      for (int key = 0; key < a->keys; key++) {
        const int8_t *right = k + (size_t)key * a->features + head * depth;
        weight[key] = 0;
        for (int i = 0; i < depth; i++) weight[key] += (left[i] - integers->q_zero) * (right[i] - integers->k_zero);
        if ((!mask || mask[key] != 0) && weight[key] > most) most = weight[key];
      }
      for (int key = 0; key < a->keys; key++) {
        const bool kept = !mask || mask[key] != 0;
        weight[key] =
          kept ? (int32_t)rintf(255 * exponential((float)(weight[key] - most) * integers->score_scale)) : 0;
        sum += weight[key];
      }
      const float factor = sum > 0 ? integers->output_scale / (float)sum : 0;
      for (int i = 0; i < width; i++) {
        int32_t average = 0;
        for (int key = 0; key < a->keys; key++) {
          average += weight[key] * (v[(size_t)key * a->value_features + head * width + i] - integers->v_zero);
        }
        y[(size_t)query * a->value_features + head * width + i] =
          quantized((float)average * factor, -128, integers->y_zero);
      }
    }
  }
}
