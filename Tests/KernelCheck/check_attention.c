// Attention of inference, in float and int8.

#include <stdio.h>
#include <string.h>

#include "CKernels.h"
#include "kernel_check.h"

// Where queries are keys, both are the same array.
static void check_heads(const ck_infer_seq_kernels *kernels, int queries, int keys, int depth, int width,
                        bool queries_are_keys, uint32_t *state) {
  const ck_infer_seq_kernels *reference = ck_infer_seq_kernels_for(CK_ISA_REFERENCE);
  const int heads = 1 + random_below(state, 3);
  const ck_attention a = {queries, keys, heads * depth, heads * width, heads, 0.7f};
  const size_t queried = (size_t)queries * a.features, held = (size_t)keys * a.features;
  const size_t values = (size_t)keys * a.value_features, outputs = (size_t)queries * a.value_features;
  int8_t *mask = random_below(state, 2) ? random_mask(keys, state) : NULL;
  if (mask && random_below(state, 4) == 0) memset(mask, 0, keys);  // nothing to attend to
  char text[100];
  snprintf(text, sizeof text, "%d x %d%s, %d heads of %d, %d%s", queries, keys, queries_are_keys ? " equal" : "",
           heads, depth, width, mask ? " masked" : "");

  const float *q = random_reals(queried, 1, state);
  const float *key = queries_are_keys ? q : random_reals(held, 1, state);
  const float *v = random_reals(values, 1, state), *real_mask = mask ? reals_of(mask, keys) : NULL;
  CHECK_FLOATS(text, outputs,
               k->attention_f32(&a, q, key, v, real_mask, check_allocate(k->attention_f32_scratch(&a)), y));

  const int8_t *q8 = random_bytes(queried, state), *v8 = random_bytes(values, state);
  const int8_t *key8 = queries_are_keys ? q8 : random_bytes(held, state);
  ck_attention_i8 integers = {random_below(state, 256) - 128, random_below(state, 256) - 128,
                              random_below(state, 256) - 128, random_below(state, 256) - 128, 0.0001f, 1.3f};
  if (queries_are_keys) integers.k_zero = integers.q_zero;
  CHECK_INTEGERS(text, outputs, k->attention_i8(&a, &integers, q8, key8, v8, mask,
                                                check_allocate(k->attention_i8_scratch(&a)), y));
  check_release();
}

void check_attention(ck_isa isa) {
  uint32_t state = 7;
  for (int i = 0; i < CHECK_SIZES; i++)
    for (int j = 0; j < CHECK_SIZES; j++)
      check_heads(ck_infer_seq_kernels_for(isa), random_size(&state), check_sizes[i], check_sizes[j],
                  random_size(&state), false, &state);
  for (int i = 0; i < CHECK_SIZES; i++)
    check_heads(ck_infer_seq_kernels_for(isa), check_sizes[i], check_sizes[i], random_size(&state),
                random_size(&state), true, &state);
  for (int keys = 61; keys < 140; keys += 11)
    check_heads(ck_infer_seq_kernels_for(isa), keys, keys, random_size(&state), random_size(&state), true, &state);
  check_report("infer_seq attention");
}
