// The choice of a kernel table, and the kernels that have one form for every instruction set.

#include <math.h>
#include <string.h>

#include "ckernels_hash.h"
#include "quantized.h"
#include "seq_tables.h"

#pragma clang fp contract(off)

const ck_infer_seq_kernels *ck_infer_seq_kernels_for(ck_isa isa) {
  switch (isa) {
    case CK_ISA_REFERENCE: return &ck_infer_seq_reference;
    case CK_ISA_PORTABLE: return &ck_infer_seq_portable;
#if defined(__x86_64__)
    case CK_ISA_AVX2: return &ck_infer_seq_avx2;
    case CK_ISA_AVX512: return &ck_infer_seq_avx512;
#endif
    default: return &ck_infer_seq_portable;
  }
}

// ---- Embeddings ----

// Not-a-number and ids outside the table become 0.
static size_t table_row(float id, int32_t vocabulary) {
  return id >= 0 && id < (float)vocabulary ? (size_t)id : 0;
}

static void gather(size_t length, const float *ids, const char *table, int32_t vocabulary, size_t row, char *y) {
  for (size_t i = 0; i < length; i++, y += row) memcpy(y, table + table_row(ids[i], vocabulary) * row, row);
}

void ck_embedding_f32(size_t length, const float *ids, const float *table, int32_t vocabulary, size_t width,
                      float *y) {
  gather(length, ids, (const char *)table, vocabulary, width * sizeof(float), (char *)y);
}

void ck_embedding_i8(size_t length, const float *ids, const int8_t *table, int32_t vocabulary, size_t width,
                     int8_t *y) {
  gather(length, ids, (const char *)table, vocabulary, width, (char *)y);
}

static uint32_t whole_id(float id) { return id > -9e18f && id < 9e18f ? (uint32_t)(int64_t)id : 0; }

void ck_hashed_embedding_f32(size_t length, const float *ids, const float *table, uint32_t buckets,
                             uint32_t hashes, size_t width, float *y) {
  for (size_t i = 0; i < length; i++, y += width) {
    for (size_t f = 0; f < width; f++) y[f] = 0;
    for (uint32_t j = 0; j < hashes; j++) {
      const float *row = table + ck_hash(j, whole_id(ids[i])) % buckets * width;
      for (size_t f = 0; f < width; f++) y[f] += row[f];
    }
  }
}

void ck_hashed_embedding_i8(size_t length, const float *ids, const int8_t *table, uint32_t buckets,
                            uint32_t hashes, size_t width, ck_zero_points zero, float factor, int8_t *y) {
  enum { BLOCK = 128 };
  for (size_t i = 0; i < length; i++, y += width) {
    for (size_t first = 0; first < width; first += BLOCK) {
      const size_t n = width - first < BLOCK ? width - first : BLOCK;
      int32_t sum[BLOCK];
      for (size_t f = 0; f < n; f++) sum[f] = -(int32_t)hashes * zero.input;
      for (uint32_t j = 0; j < hashes; j++) {
        const int8_t *row = table + ck_hash(j, whole_id(ids[i])) % buckets * width + first;
        for (size_t f = 0; f < n; f++) sum[f] += row[f];
      }
      for (size_t f = 0; f < n; f++) y[first + f] = quantized((float)sum[f] * factor, -128, zero.output);
    }
  }
}

static int projected(uint32_t feature, float id) {
  const uint32_t bits = ck_hash(feature, whole_id(id)) & 3;
  return (bits == 1) - (bits == 2);
}

void ck_projection_f32(size_t length, const float *ids, size_t features, float *y) {
  for (size_t i = 0; i < length; i++) {
    for (size_t f = 0; f < features; f++) *y++ = (float)projected((uint32_t)f, ids[i]);
  }
}

void ck_projection_i8(size_t length, const float *ids, size_t features, int8_t *y) {
  for (size_t i = 0; i < length; i++) {
    for (size_t f = 0; f < features; f++) *y++ = (int8_t)projected((uint32_t)f, ids[i]);
  }
}

void ck_padding_mask_f32(size_t length, const float *ids, float *y) {
  for (size_t i = 0; i < length; i++) y[i] = ids[i] != 0;
}

void ck_padding_mask_i8(size_t length, const float *ids, int8_t *y) {
  for (size_t i = 0; i < length; i++) y[i] = ids[i] != 0;
}

// ---- Lookups ----

static double activated(ck_activation activation, double x) {
  switch (activation) {
    case CK_RELU: return fmax(x, 0);
    case CK_RELU6: return fmin(fmax(x, 0), 6);
    case CK_GELU: return x * (1 + erf(x * 0.70710678118654752)) / 2;
    case CK_SILU: return x / (1 + exp(-x));
    case CK_TANH: return tanh(x);
    case CK_SIGMOID: return 1 / (1 + exp(-x));
  }
  return x;
}

void ck_activation_table(ck_activation activation, float x_scale, float y_scale, ck_zero_points zero,
                         int8_t table[256]) {
  for (int32_t q = -128; q < 128; q++) {
    const double real = activated(activation, (double)x_scale * (q - zero.input));
    const double units = fmin(fmax(real / y_scale, -128 - zero.output), 127 - zero.output);
    table[q + 128] = (int8_t)((int32_t)rint(units) + zero.output);
  }
}

void ck_lookup_i8(size_t count, const int8_t *x, const int8_t table[256], int8_t *y) {
  for (size_t i = 0; i < count; i++) y[i] = table[x[i] + 128];
}

void ck_softmax_table(float x_scale, uint32_t exponentials[256]) {
  for (int32_t d = 0; d < 256; d++) exponentials[d] = (uint32_t)rint(0x1p20 * exp(-(double)x_scale * d));
}

void ck_softmax_i8(size_t rows, size_t features, const int8_t *x, const uint32_t exponentials[256],
                   float y_scale, int32_t zero, int8_t *y) {
  for (size_t r = 0; r < rows; r++, x += features, y += features) {
    int32_t most = -128;
    for (size_t i = 0; i < features; i++) most = x[i] > most ? x[i] : most;
    uint64_t sum = 0;
    for (size_t i = 0; i < features; i++) sum += exponentials[most - x[i]];
    const float factor = 1 / ((float)sum * y_scale);
    for (size_t i = 0; i < features; i++) {
      y[i] = quantized((float)exponentials[most - x[i]] * factor, -128, zero);
    }
  }
}

void ck_copy_rows(size_t rows, size_t row, const void *x, void *y, size_t pitch) {
  for (size_t r = 0; r < rows; r++) memcpy((char *)y + r * pitch, (const char *)x + r * row, row);
}
