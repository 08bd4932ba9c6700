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

static void bernoulli_means(float *restrict levels, const float *restrict outputs, float maximum_level,
                            size_t pixels) {
    for (size_t i = 0; i < pixels; i++) { levels[i] = sigmoid(outputs[i]) * maximum_level; }
}

static void bernoulli_draws(float *restrict levels, const float *restrict outputs, const float *restrict uniform,
                            float maximum_level, size_t pixels) {
    for (size_t i = 0; i < pixels; i++) { levels[i] = uniform[i] < sigmoid(outputs[i]) ? maximum_level : 0.0f; }
}

/// The log scale at output zero, so that a new network starts with a scale of an eighth of the range.
#define LOGISTIC_SCALE_OFFSET -2.0f
/// How far below half a level's width (as a logarithm) the scale may fall: p of one level reaches 0.99.
#define LOGISTIC_SCALE_DEPTH 1.7f

/// Where log scales are bounded below, smoothly: it follows the bit depth through the level's half width.
INLINE float logistic_floor(float half_width) { return logarithm(half_width) - LOGISTIC_SCALE_DEPTH; }

typedef struct { float nats, mean_gradient, scale_gradient; } logistic_terms;

/// One pixel of the discretised logistic. The levels 0...maximum lie evenly on -1...1, each the middle of a bin
/// of width 2 · half_width; the first bin reaches down to -∞ and the last up to +∞, so that Σ p = 1 exactly.
/// With a and b the bin's standardised edges, p = σ(a) - σ(b) = σ(a) · σ(-b) · (1 - exp(b - a)), which loses no
/// precision anywhere. Which bin it is, is decided on the integer level.
/// Source: Salimans et al., 2017, arXiv:1701.05517, section 2.1; Kingma et al., 2016, arXiv:1606.04934.
INLINE logistic_terms logistic_pixel(float mean, float raw_scale, float level, float maximum_level,
                                            float half_width, float floor) {
    float above = raw_scale + LOGISTIC_SCALE_OFFSET - floor;
    float log_scale = floor + softplus(above);
    float inverse = exponential(-log_scale);
    float centred = level * (2.0f * half_width) - 1.0f - mean;
    float a = (centred + half_width) * inverse;
    float b = (centred - half_width) * inverse;
    float d = 2.0f * half_width * inverse;
    // 1 at an edge that is there, 0 at an open one: factors, because branches would keep the loop scalar.
    float has_lower = level > 0.0f ? 1.0f : 0.0f, has_upper = level < maximum_level ? 1.0f : 0.0f;
    float has_both = has_lower * has_upper;
    float ea = exponential(-__builtin_elementwise_abs(a)), eb = exponential(-__builtin_elementwise_abs(b));
    float nats_a = larger_of(-a, 0.0f) + logarithm(1.0f + ea);  // -log σ(a)
    float nats_b = larger_of(b, 0.0f) + logarithm(1.0f + eb);   // -log σ(-b)
    float gap = one_minus_exponential(d);
    float upper = has_upper * sigmoid_from(-a, ea);
    float lower = has_lower * sigmoid_from(b, eb);
    logistic_terms result;
    result.nats = has_upper * nats_a + has_lower * nats_b - has_both * logarithm(gap);
    result.mean_gradient = (upper - lower) * inverse;
    // d(log scale)/d(raw scale) is the softplus's slope.
    result.scale_gradient = (a * upper - b * lower + has_both * d * (1.0f - gap) / gap) * sigmoid(above);
    return result;
}

static double discretized_logistic(float *restrict gradient, const float *restrict outputs,
                                   const float *restrict levels, float maximum_level, float weight, size_t pixels) {
    float half_width = 1.0f / maximum_level;
    float floor = logistic_floor(half_width);
    double total = 0;
    for (size_t start = 0; start < pixels; start += SUM_BLOCK) {
        REASSOCIATE
        size_t end = smaller(start + SUM_BLOCK, pixels);
        float sum = 0;
        if (gradient == NULL) {
            for (size_t i = start; i < end; i++) {
                sum += logistic_pixel(outputs[2 * i], outputs[2 * i + 1], levels[i], maximum_level, half_width, floor)
                           .nats;
            }
        } else {
            for (size_t i = start; i < end; i++) {
                logistic_terms terms = logistic_pixel(
                    outputs[2 * i], outputs[2 * i + 1], levels[i], maximum_level, half_width, floor);
                sum += terms.nats;
                gradient[2 * i] = weight * terms.mean_gradient;
                gradient[2 * i + 1] = weight * terms.scale_gradient;
            }
        }
        total += sum;
    }
    return total;
}

INLINE float logistic_scale(float raw_scale, float floor) {
    return exponential(floor + softplus(raw_scale + LOGISTIC_SCALE_OFFSET - floor));
}

/// A level's value on -1...1, back among the levels 0...maximum_level.
INLINE float among_levels(float value, float maximum_level) {
    return smaller_of(larger_of((value + 1.0f) * 0.5f * maximum_level, 0.0f), maximum_level);
}

/// The expectation of the logistic held within -1...1: -1 + the integral of σ((mean - x) / scale) over that range.
static void logistic_means(float *restrict levels, const float *restrict outputs, float maximum_level,
                           size_t pixels) {
    float floor = logistic_floor(1.0f / maximum_level);
    for (size_t i = 0; i < pixels; i++) {
        float mean = outputs[2 * i], scale = logistic_scale(outputs[2 * i + 1], floor);
        float expected = -1.0f + scale * (softplus((mean + 1.0f) / scale) - softplus((mean - 1.0f) / scale));
        levels[i] = among_levels(expected, maximum_level);
    }
}

static void logistic_draws(float *restrict levels, const float *restrict outputs, const float *restrict uniform,
                           float maximum_level, size_t pixels) {
    float floor = logistic_floor(1.0f / maximum_level);
    for (size_t i = 0; i < pixels; i++) {
        float u = uniform[i];
        float value = outputs[2 * i] + logistic_scale(outputs[2 * i + 1], floor) * logarithm(u / (1.0f - u));
        levels[i] = (float)(int32_t)(among_levels(value, maximum_level) + 0.5f);
    }
}
