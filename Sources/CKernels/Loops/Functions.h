// Elementary functions without branches or tables, so that loops over them vectorise. Relative errors are below 3e-7 over the
// stated ranges; tests compare them with the system's functions.
#pragma once

#include <string.h>

/// Inlined whatever its size: a call in a loop would prevent vectorisation.
#define INLINE static inline __attribute__((always_inline))
/// Declares that sums in this block may be computed in any order, as vector registers need.
#define REASSOCIATE _Pragma("clang fp reassociate(on)")
/// The number of elements that are summed in single precision before the sum is added in double precision.
enum { SUM_BLOCK = 256 };

/// Four adjacent floats at any alignment.
typedef float four __attribute__((ext_vector_type(4), aligned(4)));

INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }
INLINE float bits_to_float(int32_t bits) { float f; memcpy(&f, &bits, 4); return f; }
INLINE int32_t float_to_bits(float f) { int32_t bits; memcpy(&bits, &f, 4); return bits; }
/// The larger and the smaller of two numbers. A NaN as the first argument is returned, as the second argument it is not.
INLINE float larger_of(float a, float b) { return a < b ? b : a; }
INLINE float smaller_of(float a, float b) { return b < a ? b : a; }

/// The nearest integer, for |x| below 2²².
INLINE float nearest(float x) { return (x + 12582912.0f) - 12582912.0f; }

/// eˣ, with x clamped to -87...88; NaN for NaN.
INLINE float exponential(float x) {
    x = smaller_of(larger_of(x, -87.0f), 88.0f);
    // Adding 1.5 · 2²³ leaves the nearest integer in the lowest bits; a conversion to int would be undefined for NaN.
    float raised = x * 1.44269504f + 12582912.0f;
    float n = raised - 12582912.0f;
    float r = x - n * 0.693359375f;
    r = r - n * -2.12194440e-4f;
    // A polynomial that is 1 at 0, with the minimal relative error on |r| < 0.347, by Remez exchange: 3e-9.
    float p = 0.00140612767f;
    p = p * r + 0.00837902074f;
    p = p * r + 0.0416647765f;
    p = p * r + 0.166663653f;
    p = p * r + 0.500000043f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    uint32_t exponent = (uint32_t)float_to_bits(raised) + 127;
    return p * bits_to_float((int32_t)(exponent << 23));
}

/// The natural logarithm of a positive normal number.
INLINE float logarithm(float x) {
    // x = m · 2ᵉ with m in [√½, √2); log m = 2 artanh((m - 1) / (m + 1)).
    int32_t bits = float_to_bits(x) - 0x3f3504f3;
    float e = (float)(bits >> 23);
    float m = bits_to_float((bits & 0x007fffff) + 0x3f3504f3);
    float t = (m - 1.0f) / (m + 1.0f);
    float t2 = t * t;
    float p = 2.0f / 9;
    p = p * t2 + 2.0f / 7;
    p = p * t2 + 2.0f / 5;
    p = p * t2 + 2.0f / 3;
    return (e * 0.693359375f) + (t * 2.0f + (t * t2 * p + e * -2.12194440e-4f));
}

/// 1 - e⁻ᵈ for d ≥ 0, accurate for tiny d too.
INLINE float one_minus_exponential(float d) {
    float p = -1.0f / 5040;
    p = p * d + 1.0f / 720;
    p = p * d - 1.0f / 120;
    p = p * d + 1.0f / 24;
    p = p * d - 1.0f / 6;
    p = p * d + 0.5f;
    p = 1.0f - p * d;
    float near = d * p, far = 1.0f - exponential(-d);
    return d < 0.5f ? near : far;
}

/// log(1 + eˣ).
INLINE float softplus(float x) {
    return larger_of(x, 0.0f) + logarithm(1.0f + exponential(-__builtin_elementwise_abs(x)));
}

/// 1 / (1 + e⁻ˣ), from e = exponential(-|x|).
INLINE float sigmoid_from(float x, float e) { return (x >= 0.0f ? 1.0f : e) / (1.0f + e); }
INLINE float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }
/// The inverse cdf of the standard normal distribution, for u within 2⁻²⁴...1 - 2⁻²⁴, with a relative error of 6e-7:
/// x = (2u - 1) · P(-log(4u(1 - u))), with one polynomial in the middle and one in the argument's square root in the tails.
/// Source of the form: Giles, 2010, "Approximating the erfinv function"; the coefficients are minimax fits of our own.
INLINE float normal_quantile(float u) {
    float w = -logarithm(4.0f * u * (1.0f - u));
    float c = w - 2.5f;
    float middle = 4.03214742e-08f;
    middle = middle * c + 4.86126282e-07f;
    middle = middle * c - 4.9901837e-06f;
    middle = middle * c - 6.21819754e-06f;
    middle = middle * c + 0.000309148832f;
    middle = middle * c - 0.00177300966f;
    middle = middle * c - 0.00590816932f;
    middle = middle * c + 0.348802656f;
    middle = middle * c + 2.12331367f;
    float t = __builtin_elementwise_sqrt(larger_of(w, 0.0f)) - 3.0f;
    float tail = -9.52066403e-05f;
    tail = tail * t + 0.00153509073f;
    tail = tail * t - 0.0049382397f;
    tail = tail * t + 0.00828495901f;
    tail = tail * t - 0.0108567309f;
    tail = tail * t + 0.0133217536f;
    tail = tail * t + 1.4165864f;
    tail = tail * t + 4.00643492f;
    return (w < 5.0f ? middle : tail) * (2.0f * u - 1.0f);
}

/// The hyperbolic tangent, with an absolute error of 3e-7.
INLINE float hyperbolic_tangent(float x) { return 2.0f * sigmoid(2.0f * x) - 1.0f; }
