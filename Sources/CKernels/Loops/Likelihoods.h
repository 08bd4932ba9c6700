// -log p(image | latent), summed over the pixels in nats, and its gradient.
#pragma once

#include "Functions.h"

/// -t · log σ(o) - (1 - t) · log(1 - σ(o)) = softplus(o) - t · o, for the target t = level · scale.
static double bernoulli(float *restrict gradient, const float *restrict outputs, const float *restrict levels,
                        float scale, float weight, size_t pixels) {
    double total = 0;
    for (size_t start = 0; start < pixels; start += SUM_BLOCK) {
        REASSOCIATE
        size_t end = smaller(start + SUM_BLOCK, pixels);
        float sum = 0;
        for (size_t i = start; i < end; i++) { sum += softplus(outputs[i]) - levels[i] * scale * outputs[i]; }
        total += sum;
        if (gradient != NULL) {
            for (size_t i = start; i < end; i++) { gradient[i] = weight * (sigmoid(outputs[i]) - levels[i] * scale); }
        }
    }
    return total;
}

/// A level within 0...maximum, whatever the network came to: 0 for NaN.
INLINE float held_within(float level, float maximum_level) {
    return smaller_of(maximum_level, larger_of(0.0f, level));
}

static void bernoulli_means(float *restrict levels, const float *restrict outputs, float maximum_level,
                            size_t pixels) {
    for (size_t i = 0; i < pixels; i++) { levels[i] = held_within(sigmoid(outputs[i]) * maximum_level, maximum_level); }
}

static void bernoulli_draws(float *restrict levels, const float *restrict outputs, const float *restrict uniform,
                            float maximum_level, size_t pixels) {
    for (size_t i = 0; i < pixels; i++) { levels[i] = uniform[i] < sigmoid(outputs[i]) ? maximum_level : 0.0f; }
}

/// The log scale at output zero, so that a new network starts with a scale of an eighth of half the range.
#define LOGISTIC_SCALE_OFFSET -2.0f
/// The logarithm of the least scale in levels, log ½ - 1.7: a fifth of half a level, where one level's p reaches 0.99.
#define LOGISTIC_LOG_FLOOR -2.39314718f

/// An output's log scale above the floor, before it is bounded; in levels, of which -1...1 holds 2 · half_range.
INLINE float above_floor(float raw_scale, float log_half_range) {
    return raw_scale + LOGISTIC_SCALE_OFFSET + log_half_range - LOGISTIC_LOG_FLOOR;
}

typedef struct { float nats, mean_gradient, scale_gradient; } logistic_terms;

/// One pixel of the discretised logistic. The outputs -1...1 lie evenly on the levels 0...2 · half_range, each the
/// middle of a bin of width 1; the first bin reaches down to -∞ and the last up to +∞, so that Σ p = 1.
/// With a and b the bin's standardised edges, p = σ(a) - σ(b) = σ(a) · σ(-b) · (1 - exp(b - a)), which loses no
/// precision anywhere. Which bin it is, is decided on the integer level; the arithmetic is in levels, where the bins'
/// edges are exact and the one that two bins share comes out the same for both.
/// Source: Salimans et al., 2017, arXiv:1701.05517, section 2.1; Kingma et al., 2016, arXiv:1606.04934.
INLINE logistic_terms logistic_pixel(float mean, float raw_scale, float level, float half_range,
                                     float log_half_range) {
    float above = above_floor(raw_scale, log_half_range);
    float inverse = exponential(-LOGISTIC_LOG_FLOOR - softplus(above));
    float centred = (level - half_range) - mean * half_range;
    float a = (centred + 0.5f) * inverse;
    float b = (centred - 0.5f) * inverse;
    // 1 at an edge that is there, 0 at an open one: factors, because branches would keep the loop scalar.
    float has_lower = level > 0.0f ? 1.0f : 0.0f, has_upper = level < 2.0f * half_range ? 1.0f : 0.0f;
    float has_both = has_lower * has_upper;
    float ea = exponential(-__builtin_elementwise_abs(a)), eb = exponential(-__builtin_elementwise_abs(b));
    float nats_a = larger_of(-a, 0.0f) + logarithm(1.0f + ea);  // -log σ(a)
    float nats_b = larger_of(b, 0.0f) + logarithm(1.0f + eb);   // -log σ(-b)
    float gap = one_minus_exponential(inverse);                 // a - b = inverse
    float upper = has_upper * sigmoid_from(-a, ea);
    float lower = has_lower * sigmoid_from(b, eb);
    logistic_terms result;
    result.nats = has_upper * nats_a + has_lower * nats_b - has_both * logarithm(gap);
    result.mean_gradient = (upper - lower) * inverse * half_range;
    // d(log scale)/d(raw scale) is the softplus's slope.
    result.scale_gradient = (a * upper - b * lower + has_both * inverse * (1.0f - gap) / gap) * sigmoid(above);
    return result;
}

static double discretized_logistic(float *restrict gradient, const float *restrict outputs,
                                   const float *restrict levels, float maximum_level, float weight, size_t pixels) {
    float half_range = 0.5f * maximum_level, log_half_range = logarithm(half_range);
    double total = 0;
    for (size_t start = 0; start < pixels; start += SUM_BLOCK) {
        REASSOCIATE
        size_t end = smaller(start + SUM_BLOCK, pixels);
        float sum = 0;
        if (gradient == NULL) {
            for (size_t i = start; i < end; i++) {
                sum += logistic_pixel(outputs[2 * i], outputs[2 * i + 1], levels[i], half_range, log_half_range).nats;
            }
        } else {
            for (size_t i = start; i < end; i++) {
                logistic_terms terms =
                    logistic_pixel(outputs[2 * i], outputs[2 * i + 1], levels[i], half_range, log_half_range);
                sum += terms.nats;
                gradient[2 * i] = weight * terms.mean_gradient;
                gradient[2 * i + 1] = weight * terms.scale_gradient;
            }
        }
        total += sum;
    }
    return total;
}

/// In levels.
INLINE float logistic_scale(float raw_scale, float log_half_range) {
    return exponential(LOGISTIC_LOG_FLOOR + softplus(above_floor(raw_scale, log_half_range)));
}

/// The expectation of the logistic held within 0...maximum: the integral of σ((mean - x) / scale) over that range.
static void logistic_means(float *restrict levels, const float *restrict outputs, float maximum_level,
                           size_t pixels) {
    float half_range = 0.5f * maximum_level, log_half_range = logarithm(half_range);
    for (size_t i = 0; i < pixels; i++) {
        float centre = outputs[2 * i] * half_range, scale = logistic_scale(outputs[2 * i + 1], log_half_range);
        float difference = softplus((centre + half_range) / scale) - softplus((centre - half_range) / scale);
        // Of a scale far beyond the range, the difference would be lost in rounding: the integrand is all but straight.
        float wide = maximum_level * sigmoid(centre / scale);
        levels[i] = held_within(scale > 32.0f * maximum_level ? wide : scale * difference, maximum_level);
    }
}

static void logistic_draws(float *restrict levels, const float *restrict outputs, const float *restrict uniform,
                           float maximum_level, size_t pixels) {
    float half_range = 0.5f * maximum_level, log_half_range = logarithm(half_range);
    for (size_t i = 0; i < pixels; i++) {
        float u = uniform[i];
        float standardized = logarithm(u / (1.0f - u));
        float value = half_range + outputs[2 * i] * half_range
            + logistic_scale(outputs[2 * i + 1], log_half_range) * standardized;
        levels[i] = (float)(int32_t)(held_within(value, maximum_level) + 0.5f);
    }
}

/// The logarithm of the least deviation in levels, log ¼.
#define GAUSSIAN_LOG_FLOOR -1.38629436f
/// The greatest log deviation, of outputs on -1...1: further up it has no effect.
#define GAUSSIAN_CEILING 3.0f
/// ½ log 2π.
#define GAUSSIAN_NORMALIZATION 0.918938533f

/// An output's log deviation in levels above the floor, before it is bounded below.
INLINE float gaussian_above_floor(float raw_deviation, float log_half_range) {
    return smaller_of(raw_deviation, GAUSSIAN_CEILING) + log_half_range - GAUSSIAN_LOG_FLOOR;
}

typedef struct { float nats, mean_gradient, deviation_gradient; } gaussian_terms;

/// One pixel of the normal distribution, its level spread evenly over the bin of width 1 about it: with z the level's
/// standardised distance, the expected -log density is ½ log 2π + log σ + (z² + 1 / (12 σ²)) / 2, all in levels.
/// Source: Rybkin et al., 2021, arXiv:2006.13202; Theis et al., 2016, arXiv:1511.01844, section 3.1.
INLINE gaussian_terms gaussian_pixel(float mean, float raw_deviation, float level, float half_range,
                                     float log_half_range) {
    float above = gaussian_above_floor(raw_deviation, log_half_range);
    float log_deviation = GAUSSIAN_LOG_FLOOR + softplus(above);
    float inverse = exponential(-log_deviation);
    float z = ((level - half_range) - mean * half_range) * inverse;
    float spread = z * z + inverse * inverse * (1.0f / 12);
    // d(log deviation)/d(raw deviation) is the softplus's slope; beyond the ceiling only the way back counts.
    float slope = (1.0f - spread) * sigmoid(above);
    gaussian_terms result;
    result.nats = GAUSSIAN_NORMALIZATION + log_deviation + 0.5f * spread;
    result.mean_gradient = -z * inverse * half_range;
    result.deviation_gradient = raw_deviation > GAUSSIAN_CEILING ? larger_of(slope, 0.0f) : slope;
    return result;
}

static double gaussian(float *restrict gradient, const float *restrict outputs, const float *restrict levels,
                       float maximum_level, float weight, size_t pixels) {
    float half_range = 0.5f * maximum_level, log_half_range = logarithm(half_range);
    double total = 0;
    for (size_t start = 0; start < pixels; start += SUM_BLOCK) {
        REASSOCIATE
        size_t end = smaller(start + SUM_BLOCK, pixels);
        float sum = 0;
        if (gradient == NULL) {
            for (size_t i = start; i < end; i++) {
                sum += gaussian_pixel(outputs[2 * i], outputs[2 * i + 1], levels[i], half_range, log_half_range).nats;
            }
        } else {
            for (size_t i = start; i < end; i++) {
                gaussian_terms terms =
                    gaussian_pixel(outputs[2 * i], outputs[2 * i + 1], levels[i], half_range, log_half_range);
                sum += terms.nats;
                gradient[2 * i] = weight * terms.mean_gradient;
                gradient[2 * i + 1] = weight * terms.deviation_gradient;
            }
        }
        total += sum;
    }
    return total;
}

static void gaussian_means(float *restrict levels, const float *restrict outputs, float maximum_level,
                           size_t pixels) {
    float half_range = 0.5f * maximum_level;
    for (size_t i = 0; i < pixels; i++) {
        levels[i] = held_within(half_range + outputs[2 * i] * half_range, maximum_level);
    }
}

static void gaussian_draws(float *restrict levels, const float *restrict outputs, const float *restrict uniform,
                           float maximum_level, size_t pixels) {
    float half_range = 0.5f * maximum_level, log_half_range = logarithm(half_range);
    for (size_t i = 0; i < pixels; i++) {
        float above = gaussian_above_floor(outputs[2 * i + 1], log_half_range);
        float deviation = exponential(GAUSSIAN_LOG_FLOOR + softplus(above));
        float value = half_range + outputs[2 * i] * half_range + deviation * normal_quantile(uniform[i]);
        levels[i] = (float)(int32_t)(held_within(value, maximum_level) + 0.5f);
    }
}
