// The choice of a kernel table, and the kernels that have one form for every instruction set.

#include <math.h>
#include <string.h>

#include "infer_tables.h"

const ck_infer_kernels *ck_infer_kernels_for(ck_isa isa) {
  switch (isa) {
    case CK_ISA_REFERENCE: return &ck_infer_reference;
    case CK_ISA_PORTABLE: return &ck_infer_portable;
#if defined(__x86_64__)
    case CK_ISA_AVX2: return &ck_infer_avx2;
    case CK_ISA_AVX512: return &ck_infer_avx512;
#endif
    default: return &ck_infer_portable;
  }
}

void ck_scale_f32(const float *input, size_t pixels, size_t channels, const float *factor,
                  const float *offset, int32_t relu, float *output) {
  for (size_t p = 0; p < pixels; p++, input += channels, output += channels) {
    for (size_t c = 0; c < channels; c++) {
      const float value = input[c] * factor[c] + offset[c];
      output[c] = relu && value < 0 ? 0 : value;
    }
  }
}

void ck_scale_i8(const int8_t *input, size_t pixels, size_t channels, const float *factor,
                 const float *offset, ck_zero_points zero, int32_t relu, int8_t *output) {
#pragma clang fp contract(off)
  const float low = (float)(relu ? 0 : -128 - zero.output), high = (float)(127 - zero.output);
  for (size_t p = 0; p < pixels; p++, input += channels, output += channels) {
    for (size_t c = 0; c < channels; c++) {
      const float value = (float)(input[c] - zero.input) * factor[c] + offset[c];
      output[c] = (int8_t)((int32_t)rintf(fminf(fmaxf(value, low), high)) + zero.output);
    }
  }
}

void ck_dequantize(const int8_t *input, size_t count, float scale, int32_t zero, float *output) {
  for (size_t i = 0; i < count; i++) output[i] = scale * (float)(input[i] - zero);
}
