// Kernels for sequences on vectors of VECTOR_BYTES, as the table TABLE. Included once per instruction set.

#include <math.h>

#include "seq_tables.h"

enum { LANES = VECTOR_BYTES / 4, PANEL = 2 * LANES };

typedef float vec __attribute__((ext_vector_type(LANES)));
typedef int32_t ints __attribute__((ext_vector_type(LANES)));
typedef int16_t shorts __attribute__((ext_vector_type(LANES)));

#define REAL vec
#define BITS ints
#include "functions.h"
#include "quantized.h"

// For float results, products and sums may be one rounding.
#pragma clang fp contract(fast)
#define EXPONENTIAL fused_exponential
#include "exponential.h"
#undef EXPONENTIAL
#pragma clang fp contract(off)

// The first `count` of a vector; with the constant LANES, one instruction.
INLINE vec load(const float *from, size_t count) {
  vec v = 0.0f;
  memcpy(&v, from, count * sizeof(float));
  return v;
}

INLINE void store(float *to, vec v, size_t count) { memcpy(to, &v, count * sizeof(float)); }

// Where a lane of `which` has all bits set, that of `yes`, else that of `no`.
INLINE vec choose(ints which, vec yes, vec no) { return which ? yes : no; }

// Halves are combined until one number is left.
#define FOLD(name, type, vector, combined)                        \
  INLINE type name(vector v) {                                    \
    type lane[LANES];                                             \
    memcpy(lane, &v, sizeof v);                                   \
    for (int half = LANES / 2; half > 0; half /= 2) {             \
      for (int i = 0; i < half; i++) {                            \
        const type a = lane[i], b = lane[i + half];               \
        lane[i] = combined;                                       \
      }                                                           \
    }                                                             \
    return lane[0];                                               \
  }
FOLD(total_f32, float, vec, a + b)
FOLD(largest_f32, float, vec, a > b ? a : b)
FOLD(total_i32, int32_t, ints, a + b)
FOLD(largest_i32, int32_t, ints, a > b ? a : b)
#undef FOLD

#include "seq_shared.h"

// Float products.
#define NAME(x) x##_f32
#define PARAMETERS ck_recurrent_f32
#define VALUE float
#define INPUT float
#define SUM vec
#define GROUP 1
#include "seq_float.h"
#include "seq_product.h"
#include "seq_recurrent.h"
#include "seq_attention.h"
#undef NAME
#undef PARAMETERS
#undef VALUE
#undef INPUT
#undef SUM
#undef GROUP

// Integer products: 8-bit numbers without their zero points are 16-bit; a 32-bit lane holds two of them.
#define NAME(x) x##_i8
#define PARAMETERS ck_recurrent_i8
#define VALUE int8_t
#define INPUT int16_t
#define SUM ints
#define GROUP 2
#include "seq_integer.h"
#include "seq_product.h"
#include "seq_recurrent.h"
#include "seq_attention.h"
#undef NAME
#undef PARAMETERS
#undef VALUE
#undef INPUT
#undef SUM
#undef GROUP

static void recurrent_f32(const ck_recurrent *layer, const float *x, const float *mask, const void *packed,
                          void *scratch, float *y) {
  recurrent_run_f32(layer, 0, (ck_state_scale){0}, x, mask, packed, scratch, y);
}

static void recurrent_i8(const ck_recurrent *layer, ck_zero_points zero, float state_scale, const int8_t *x,
                         const int8_t *mask, const void *packed, void *scratch, int8_t *y) {
  recurrent_run_i8(layer, zero.input, (ck_state_scale){1 / state_scale, zero.output}, x, mask, packed, scratch, y);
}

static void attention_f32(const ck_attention *attention, const float *q, const float *k, const float *v,
                          const float *mask, void *scratch, float *y) {
  attention_run_f32(attention, &(ck_attention_i8){0}, attention->scale, q, k, v, mask, scratch, y);
}

static void attention_i8(const ck_attention *attention, const ck_attention_i8 *integers, const int8_t *q,
                         const int8_t *k, const int8_t *v, const int8_t *mask, void *scratch, int8_t *y) {
  attention_run_i8(attention, integers, integers->score_scale, q, k, v, mask, scratch, y);
}

#include "seq_rows.h"
#include "seq_elementwise.h"
#include "seq_pooling.h"

const ck_infer_seq_kernels TABLE = {
  .recurrent_f32_packed = recurrent_packed_f32,
  .recurrent_i8_packed = recurrent_packed_i8,
  .recurrent_f32_scratch = recurrent_scratch_f32,
  .recurrent_i8_scratch = recurrent_scratch_i8,
  .recurrent_f32_pack = recurrent_pack_f32,
  .recurrent_i8_pack = recurrent_pack_i8,
  .recurrent_f32 = recurrent_f32,
  .recurrent_i8 = recurrent_i8,
  .attention_f32_scratch = attention_scratch_f32,
  .attention_i8_scratch = attention_scratch_i8,
  .attention_f32 = attention_f32,
  .attention_i8 = attention_i8,
  .layer_norm_f32 = layer_norm_f32,
  .layer_norm_i8 = layer_norm_i8,
  .softmax_f32 = softmax_f32,
  .activation_f32 = activation_f32,
  .add_f32 = add_f32,
  .multiply_f32 = multiply_f32,
  .add_i8 = add_i8,
  .multiply_i8 = multiply_i8,
  .requantize = requantize,
  .average_pool_f32 = average_pool_f32,
  .average_pool_i8 = average_pool_i8,
  .max_pool_f32 = max_pool_f32,
  .max_pool_i8 = max_pool_i8,
  .global_average_f32 = global_average_f32,
  .global_max_f32 = global_max_f32,
  .global_average_i8 = global_average_i8,
  .global_max_i8 = global_max_i8,
};
