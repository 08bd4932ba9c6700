// Vectors as wide as a register, and loads and stores of parts of vectors.
#pragma once

#include "Functions.h"

#define UNROLLED _Pragma("clang loop unroll(full)")

// The number of floats in a register, and whether there are 32 registers and not 16.
#if defined(KERNELS_AVX512)
enum { VECTOR = 16 };
#define MANY_REGISTERS 1
#elif defined(KERNELS_AVX2)
enum { VECTOR = 8 };
#define MANY_REGISTERS 0
#else
enum { VECTOR = 4 };
#if defined(__aarch64__)
#define MANY_REGISTERS 1
#else
#define MANY_REGISTERS 0
#endif
#endif

typedef float vector __attribute__((ext_vector_type(VECTOR)));
typedef float unaligned_vector __attribute__((ext_vector_type(VECTOR), aligned(4)));
/// Half a register. Some processors compute two of these in the time of a whole one.
typedef float half_vector __attribute__((ext_vector_type(VECTOR / 2)));
typedef float unaligned_half_vector __attribute__((ext_vector_type(VECTOR / 2), aligned(4)));

INLINE vector load(const float *from) { return *(const unaligned_vector *)from; }
INLINE void store(float *to, vector v) { *(unaligned_vector *)to = v; }
INLINE half_vector load_half(const float *from) { return *(const unaligned_half_vector *)from; }
INLINE void store_half(float *to, half_vector v) { *(unaligned_half_vector *)to = v; }

/// Loads or stores the first floats of a vector; memory after them is not touched.
#if defined(KERNELS_AVX512)
INLINE vector load_first(const float *from, size_t count) {
    return (vector)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), from);
}
INLINE void store_first(float *to, vector v, size_t count) {
    _mm512_mask_storeu_ps(to, (__mmask16)((1u << count) - 1), (__m512)v);
}
/// Loads or stores the first floats of half a vector.
INLINE half_vector load_half_part(const float *from, size_t left) {
    return (half_vector)_mm256_maskz_loadu_ps((__mmask8)((1u << left) - 1), from);
}
INLINE void store_half_part(float *to, half_vector v, size_t left) {
    _mm256_mask_storeu_ps(to, (__mmask8)((1u << left) - 1), (__m256)v);
}
#elif defined(KERNELS_AVX2)
INLINE __m256i first_lanes(size_t count) {
    static const int32_t lanes[2 * VECTOR] = {-1, -1, -1, -1, -1, -1, -1, -1};
    return _mm256_loadu_si256((const __m256i *)(lanes + VECTOR - count));
}
INLINE vector load_first(const float *from, size_t count) {
    return (vector)_mm256_maskload_ps(from, first_lanes(count));
}
INLINE void store_first(float *to, vector v, size_t count) {
    _mm256_maskstore_ps(to, first_lanes(count), (__m256)v);
}
#else
INLINE vector load_first(const float *from, size_t count) {
    vector v = (vector)0.0f;
    memcpy(&v, from, count * sizeof(float));
    return v;
}
INLINE void store_first(float *to, vector v, size_t count) { memcpy(to, &v, count * sizeof(float)); }
#endif

/// Loads a whole vector, or the remaining elements of an array.
INLINE vector load_part(const float *from, size_t left) { return left < VECTOR ? load_first(from, left) : load(from); }
INLINE void store_part(float *to, vector v, size_t left) {
    if (left < VECTOR) {
        store_first(to, v, left);
    } else {
        store(to, v);
    }
}
