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

/// A level clamped to 0...maximum; 0 for NaN.
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

/// A level scale, and the logarithm of its half range.
typedef struct { float maximum_level, centre, half_range, log_half_range; } level_scale;

INLINE level_scale with_logarithm(grisaille_level_scale scale) {
    return (level_scale){scale.maximum_level, scale.centre, scale.half_range, logarithm(scale.half_range)};
}

/// The log scale at output zero. A new network starts with a scale of an eighth of half the range.
#define LOGISTIC_SCALE_OFFSET -2.0f
/// The logarithm of the minimum scale in levels, log ½ - 1.7: a fifth of half a level, where one level's p reaches 0.99.
#define LOGISTIC_LOG_FLOOR -2.39314718f

/// An output's log scale above the minimum, before it is bounded, in levels: -1...1 holds 2 · half_range levels.
INLINE float above_floor(float raw_scale, level_scale scale) {
    return raw_scale + LOGISTIC_SCALE_OFFSET + scale.log_half_range - LOGISTIC_LOG_FLOOR;
}

typedef struct { float nats, mean_gradient, scale_gradient; } logistic_terms;

/// One pixel of the discretised logistic. Each level is the middle of a bin of width 1. The bin of level 0 extends to -∞ and
/// that of the highest level to +∞, so that Σ p = 1.
/// With the bin's standardised edges a and b, p = σ(a) - σ(b) = σ(a) · σ(-b) · (1 - exp(b - a)), which loses no precision
/// anywhere. The integer level decides the bin. The arithmetic is in levels, where the edges of bins are exact and two
/// neighbouring bins get the same edge.
/// Source: Salimans et al., 2017, arXiv:1701.05517, section 2.1; Kingma et al., 2016, arXiv:1606.04934.
INLINE logistic_terms logistic_pixel(float mean, float raw_scale, float level, level_scale scale) {
    float above = above_floor(raw_scale, scale);
    float inverse = exponential(-LOGISTIC_LOG_FLOOR - softplus(above));
    float centred = (level - scale.centre) - mean * scale.half_range;
    float a = (centred + 0.5f) * inverse;
    float b = (centred - 0.5f) * inverse;
    // 1 at a finite edge, 0 at an infinite one: factors, because branches would prevent vectorisation.
    float has_lower = level > 0.0f ? 1.0f : 0.0f, has_upper = level < scale.maximum_level ? 1.0f : 0.0f;
    float has_both = has_lower * has_upper;
    float ea = exponential(-__builtin_elementwise_abs(a)), eb = exponential(-__builtin_elementwise_abs(b));
    float nats_a = larger_of(-a, 0.0f) + logarithm(1.0f + ea);  // -log σ(a)
    float nats_b = larger_of(b, 0.0f) + logarithm(1.0f + eb);   // -log σ(-b)
    float gap = one_minus_exponential(inverse);                 // a - b = inverse
    float upper = has_upper * sigmoid_from(-a, ea);
    float lower = has_lower * sigmoid_from(b, eb);
    logistic_terms result;
    result.nats = has_upper * nats_a + has_lower * nats_b - has_both * logarithm(gap);
    result.mean_gradient = (upper - lower) * inverse * scale.half_range;
    // d(log scale)/d(raw scale) is the slope of the softplus.
    result.scale_gradient = (a * upper - b * lower + has_both * inverse * (1.0f - gap) / gap) * sigmoid(above);
    return result;
}

static double discretized_logistic(float *restrict gradient, const float *restrict outputs,
                                   const float *restrict levels, grisaille_level_scale range, float weight, size_t pixels) {
    level_scale scale = with_logarithm(range);
    double total = 0;
    for (size_t start = 0; start < pixels; start += SUM_BLOCK) {
        REASSOCIATE
        size_t end = smaller(start + SUM_BLOCK, pixels);
        float sum = 0;
        if (gradient == NULL) {
            for (size_t i = start; i < end; i++) {
                sum += logistic_pixel(outputs[2 * i], outputs[2 * i + 1], levels[i], scale).nats;
            }
        } else {
            for (size_t i = start; i < end; i++) {
                logistic_terms terms =
                    logistic_pixel(outputs[2 * i], outputs[2 * i + 1], levels[i], scale);
                sum += terms.nats;
                gradient[2 * i] = weight * terms.mean_gradient;
                gradient[2 * i + 1] = weight * terms.scale_gradient;
            }
        }
        total += sum;
    }
    return total;
}

/// A logistic's scale, in levels.
INLINE float logistic_scale(float raw_scale, level_scale scale) {
    return exponential(LOGISTIC_LOG_FLOOR + softplus(above_floor(raw_scale, scale)));
}

/// The expectation of the logistic clamped to 0...maximum: the integral of σ((mean - x) / scale) over that range.
static void logistic_means(float *restrict levels, const float *restrict outputs, grisaille_level_scale range,
                           size_t pixels) {
    level_scale scale = with_logarithm(range);
    float above_centre = scale.maximum_level - scale.centre, off_middle = scale.centre - 0.5f * scale.maximum_level;
    for (size_t i = 0; i < pixels; i++) {
        float mean = outputs[2 * i] * scale.half_range, deviation = logistic_scale(outputs[2 * i + 1], scale);
        float difference = softplus((mean + scale.centre) / deviation) - softplus((mean - above_centre) / deviation);
        // With a scale far beyond the levels, rounding would lose the difference, and the integrand is nearly linear.
        float wide = scale.maximum_level * sigmoid((mean + off_middle) / deviation);
        levels[i] = held_within(
            deviation > 32.0f * scale.maximum_level ? wide : deviation * difference, scale.maximum_level);
    }
}

static void logistic_draws(float *restrict levels, const float *restrict outputs, const float *restrict uniform,
                           grisaille_level_scale range, size_t pixels) {
    level_scale scale = with_logarithm(range);
    for (size_t i = 0; i < pixels; i++) {
        float u = uniform[i];
        float standardized = logarithm(u / (1.0f - u));
        float value = scale.centre + outputs[2 * i] * scale.half_range
            + logistic_scale(outputs[2 * i + 1], scale) * standardized;
        levels[i] = (float)(int32_t)(held_within(value, scale.maximum_level) + 0.5f);
    }
}

/// The logarithm of the minimum deviation in levels, log ¼.
#define GAUSSIAN_LOG_FLOOR -1.38629436f
/// The maximum log deviation on the outputs' scale -1...1; higher outputs have no effect.
#define GAUSSIAN_CEILING 3.0f
/// ½ log 2π.
#define GAUSSIAN_NORMALIZATION 0.918938533f

/// An output's log deviation in levels above the minimum, before it is bounded below.
INLINE float gaussian_above_floor(float raw_deviation, level_scale scale) {
    return smaller_of(raw_deviation, GAUSSIAN_CEILING) + scale.log_half_range - GAUSSIAN_LOG_FLOOR;
}

typedef struct { float nats, mean_gradient, deviation_gradient; } gaussian_terms;

/// One pixel of the normal distribution, with its level spread evenly over a bin of width 1. With the level's standardised
/// distance z, the expected -log density is ½ log 2π + log σ + (z² + 1 / (12 σ²)) / 2, all in levels.
/// Source: Rybkin et al., 2021, arXiv:2006.13202; Theis et al., 2016, arXiv:1511.01844, section 3.1.
INLINE gaussian_terms gaussian_pixel(float mean, float raw_deviation, float level, level_scale scale) {
    float above = gaussian_above_floor(raw_deviation, scale);
    float log_deviation = GAUSSIAN_LOG_FLOOR + softplus(above);
    float inverse = exponential(-log_deviation);
    float z = ((level - scale.centre) - mean * scale.half_range) * inverse;
    float spread = z * z + inverse * inverse * (1.0f / 12);
    // d(log deviation)/d(raw deviation) is the slope of the softplus. Beyond the maximum, only a gradient that leads back counts.
    float slope = (1.0f - spread) * sigmoid(above);
    gaussian_terms result;
    result.nats = GAUSSIAN_NORMALIZATION + log_deviation + 0.5f * spread;
    result.mean_gradient = -z * inverse * scale.half_range;
    result.deviation_gradient = raw_deviation > GAUSSIAN_CEILING ? larger_of(slope, 0.0f) : slope;
    return result;
}

static double gaussian(float *restrict gradient, const float *restrict outputs, const float *restrict levels,
                       grisaille_level_scale range, float weight, size_t pixels) {
    level_scale scale = with_logarithm(range);
    double total = 0;
    for (size_t start = 0; start < pixels; start += SUM_BLOCK) {
        REASSOCIATE
        size_t end = smaller(start + SUM_BLOCK, pixels);
        float sum = 0;
        if (gradient == NULL) {
            for (size_t i = start; i < end; i++) {
                sum += gaussian_pixel(outputs[2 * i], outputs[2 * i + 1], levels[i], scale).nats;
            }
        } else {
            for (size_t i = start; i < end; i++) {
                gaussian_terms terms =
                    gaussian_pixel(outputs[2 * i], outputs[2 * i + 1], levels[i], scale);
                sum += terms.nats;
                gradient[2 * i] = weight * terms.mean_gradient;
                gradient[2 * i + 1] = weight * terms.deviation_gradient;
            }
        }
        total += sum;
    }
    return total;
}

static void gaussian_means(float *restrict levels, const float *restrict outputs, grisaille_level_scale range,
                           size_t pixels) {
    level_scale scale = with_logarithm(range);
    for (size_t i = 0; i < pixels; i++) {
        levels[i] = held_within(scale.centre + outputs[2 * i] * scale.half_range, scale.maximum_level);
    }
}

static void gaussian_draws(float *restrict levels, const float *restrict outputs, const float *restrict uniform,
                           grisaille_level_scale range, size_t pixels) {
    level_scale scale = with_logarithm(range);
    for (size_t i = 0; i < pixels; i++) {
        float above = gaussian_above_floor(outputs[2 * i + 1], scale);
        float deviation = exponential(GAUSSIAN_LOG_FLOOR + softplus(above));
        float value = scale.centre + outputs[2 * i] * scale.half_range + deviation * normal_quantile(uniform[i]);
        levels[i] = (float)(int32_t)(held_within(value, scale.maximum_level) + 0.5f);
    }
}
