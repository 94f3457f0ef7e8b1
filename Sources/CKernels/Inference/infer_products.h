// Products of 8-bit integers with 32-bit sums, exactly, as each instruction set does them best.
//
// A lane of weights holds OPERANDS factors; the same number of operands, side by side in memory, meet them.
// `operand_of_zero` is the operand that stands for the real number 0; its products are taken away from the bias
// when weights are packed.

#if VECTOR_BYTES == 64

// VNNI: unsigned bytes times signed bytes.
#define OPERANDS 4
typedef uint8_t operand;
typedef int8_t factor;

static int32_t operand_of_zero(ck_zero_points zero) { return zero.input + 128; }

INLINE operand convert_i8(int8_t input, ck_zero_points zero) {
  (void)zero;
  return (uint8_t)input ^ 0x80;
}

INLINE vector_i32 multiply_add_i8(vector_i32 sum, vector_i32 weight, const operand *input) {
  int32_t four;
  memcpy(&four, input, sizeof four);
  const vector_i32 bytes = (vector_i32){0} + four;
#if !defined(CK_EMULATE_AVX512)
  return (vector_i32)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)bytes, (__m512i)weight);
#else
  for (int shift = 0; shift < 32; shift += 8) {
    sum += (vector_i32)((vector_u32)bytes >> shift & 255) * (weight << (24 - shift) >> 24);
  }
  return sum;
#endif
}

#elif defined(__ARM_FEATURE_DOTPROD)

// Signed bytes times signed bytes.
#define OPERANDS 4
typedef int8_t operand;
typedef int8_t factor;

static int32_t operand_of_zero(ck_zero_points zero) { return zero.input; }

INLINE operand convert_i8(int8_t input, ck_zero_points zero) {
  (void)zero;
  return input;
}

INLINE vector_i32 multiply_add_i8(vector_i32 sum, vector_i32 weight, const operand *input) {
  int32_t four;
  memcpy(&four, input, sizeof four);
  const vector_i32 bytes = (vector_i32){0} + four;
  return (vector_i32)vdotq_s32((int32x4_t)sum, (int8x16_t)bytes, (int8x16_t)weight);
}

#else

// Pairs of 16-bit integers. The zero point is taken away from the operands, so that none stands for 0.
#define OPERANDS 2
typedef int16_t operand;
typedef int16_t factor;

static int32_t operand_of_zero(ck_zero_points zero) {
  (void)zero;
  return 0;
}

INLINE operand convert_i8(int8_t input, ck_zero_points zero) { return (int16_t)(input - zero.input); }

INLINE vector_i32 multiply_add_i8(vector_i32 sum, vector_i32 weight, const operand *input) {
  int32_t pair;
  memcpy(&pair, input, sizeof pair);
  const vector_i32 pairs = (vector_i32){0} + pair;
#if VECTOR_BYTES == 32
  return sum + (vector_i32)_mm256_madd_epi16((__m256i)pairs, (__m256i)weight);
#elif defined(__SSE2__)
  return sum + (vector_i32)_mm_madd_epi16((__m128i)pairs, (__m128i)weight);
#else
  return sum + (pairs << 16 >> 16) * (weight << 16 >> 16) + (pairs >> 16) * (weight >> 16);
#endif
}

#endif
