// Mixtures of discretised logistics: -log p, expectations and draws.
#pragma once

#include "Likelihoods.h"

/// The number of pixels that are computed at a time: their intermediate values stay in the first-level cache.
enum { MIXTURE_BLOCK = 64 };

/// The positions of the neighbours that come before a pixel, row by row: left, above, above left, above right, second to the
/// left, second above.
static const int neighbours_down[GRISAILLE_NEIGHBOURS] = {0, -1, -1, -1, 0, -2};
static const int neighbours_right[GRISAILLE_NEIGHBOURS] = {-1, 0, -1, 1, -2, 0};

/// The pairs of adjacent neighbours.
enum { NEIGHBOUR_PAIRS = 5 };
static const int neighbour_pairs[NEIGHBOUR_PAIRS][2] = {{0, 2}, {2, 1}, {1, 3}, {0, 4}, {1, 5}};

/// The logarithm begins to bend at differences of about one level of 8 bits.
#define NEIGHBOUR_CONTRAST 60.0f

/// The values of one component for a block of pixels, one array per quantity, so that the loops over pixels vectorise.
typedef struct {
    float log_weight[MIXTURE_BLOCK], mean[MIXTURE_BLOCK], scale[MIXTURE_BLOCK];
    float joint[MIXTURE_BLOCK];  // log weight minus the largest, minus nats
    float mean_gradient[MIXTURE_BLOCK], scale_gradient[MIXTURE_BLOCK];
} mixture_component;

/// Transposes a block's outputs from pixels to components. The rest of an incomplete block is filled with the last pixel.
INLINE void gather_components(mixture_component *restrict parts, const float *restrict outputs, size_t components,
                              size_t step, size_t count) {
    for (size_t i = 0; i < MIXTURE_BLOCK; i++) {
        const float *out = outputs + smaller(i, count - 1) * step;
        for (size_t c = 0; c < components; c++) {
            parts[c].log_weight[i] = out[c];
            parts[c].mean[i] = out[components + c];
            parts[c].scale[i] = out[2 * components + c];
        }
    }
}

/// Computes one component's logistics and its joint log probabilities.
INLINE void logistic_block(mixture_component *restrict part, const float *restrict levels,
                           const float *restrict top_weight, level_scale scale) {
    for (size_t i = 0; i < MIXTURE_BLOCK; i++) {
        logistic_terms terms = logistic_pixel(part->mean[i], part->scale[i], levels[i], scale);
        part->joint[i] = (part->log_weight[i] - top_weight[i]) - terms.nats;
        part->mean_gradient[i] = terms.mean_gradient;
        part->scale_gradient[i] = terms.scale_gradient;
    }
}

/// The values that a pixel's neighbour factors multiply. The first are the neighbours' levels on the outputs' scale; neighbours
/// beyond the image count as zero. The last is how much they differ, on a logarithmic scale: 0 where they are equal.
INLINE void earlier_neighbours(float *restrict values, const float *restrict levels, size_t pixel, size_t width,
                               level_scale scale) {
    float slope = 1.0f / scale.half_range, offset = scale.centre / scale.half_range;
    int row = (int)(pixel / width), column = (int)(pixel % width), is_there[GRISAILLE_NEIGHBOURS];
    for (size_t n = 0; n < GRISAILLE_NEIGHBOURS; n++) {
        int other_row = row + neighbours_down[n], other_column = column + neighbours_right[n];
        is_there[n] = other_row >= 0 && other_column >= 0 && other_column < (int)width;
        values[n] = is_there[n] ? levels[(size_t)other_row * width + (size_t)other_column] * slope - offset : 0.0f;
    }
    float sum = 0, count = 0;
    for (size_t p = 0; p < NEIGHBOUR_PAIRS; p++) {
        int first = neighbour_pairs[p][0], second = neighbour_pairs[p][1];
        float both = is_there[first] && is_there[second] ? 1.0f : 0.0f;
        sum += both * __builtin_elementwise_abs(values[first] - values[second]);
        count += both;
    }
    values[GRISAILLE_NEIGHBOURS] = logarithm(1.0f + NEIGHBOUR_CONTRAST * sum / larger_of(1.0f, count));
}

/// The contributions of a pixel's neighbours to the means and the scales of its components.
typedef struct { float mean, scale; } neighbour_terms;

INLINE neighbour_terms sum_neighbours(const float *restrict factors, const float *restrict values) {
    neighbour_terms terms = {0, factors[GRISAILLE_NEIGHBOURS] * values[GRISAILLE_NEIGHBOURS]};
    for (size_t n = 0; n < GRISAILLE_NEIGHBOURS; n++) { terms.mean += factors[n] * values[n]; }
    return terms;
}

/// The neighbours' values and contributions for a block of pixels.
typedef struct { float values[GRISAILLE_NEIGHBOUR_FACTORS][MIXTURE_BLOCK]; } mixture_neighbours;

/// Adds the neighbours' contributions, which the pixel's last outputs weight, to the means and scales of all components.
INLINE void add_neighbours(mixture_component *restrict parts, mixture_neighbours *restrict neighbours,
                           const float *restrict outputs, const float *restrict levels, size_t start, size_t count,
                           size_t components, size_t width, level_scale scale) {
    size_t step = 3 * components + GRISAILLE_NEIGHBOUR_FACTORS;
    for (size_t i = 0; i < MIXTURE_BLOCK; i++) {
        size_t pixel = start + smaller(i, count - 1);
        float values[GRISAILLE_NEIGHBOUR_FACTORS];
        earlier_neighbours(values, levels, pixel, width, scale);
        neighbour_terms terms = sum_neighbours(outputs + pixel * step + 3 * components, values);
        for (size_t n = 0; n < GRISAILLE_NEIGHBOUR_FACTORS; n++) { neighbours->values[n][i] = values[n]; }
        for (size_t c = 0; c < components; c++) {
            parts[c].mean[i] += terms.mean;
            parts[c].scale[i] += terms.scale;
        }
    }
}

/// -log Σ over the components of weight · p(level), with weights by softmax. With a width other than 0, the means and scales
/// also depend on the pixels before.
/// Source: Salimans et al., 2017, arXiv:1701.05517, section 2.1.
INLINE double mixture_nats(float *restrict gradient, const float *restrict outputs, const float *restrict levels,
                           grisaille_level_scale range, float weight, size_t components, size_t width,
                           size_t pixels) {
    level_scale scale = with_logarithm(range);
    size_t step = 3 * components + (width > 0 ? GRISAILLE_NEIGHBOUR_FACTORS : 0);
    mixture_neighbours neighbours;
    mixture_component parts[GRISAILLE_MAXIMUM_COMPONENTS];
    double total = 0;
    for (size_t start = 0; start < pixels; start += MIXTURE_BLOCK) {
        REASSOCIATE
        size_t count = smaller(MIXTURE_BLOCK, pixels - start);
        float level[MIXTURE_BLOCK], top_weight[MIXTURE_BLOCK], top_joint[MIXTURE_BLOCK];
        float weight_sum[MIXTURE_BLOCK] = {0}, joint_sum[MIXTURE_BLOCK] = {0}, nats[MIXTURE_BLOCK];
        // Zero, or NaN where one of a pixel's outputs is NaN: exponentials would hide it.
        float doubt[MIXTURE_BLOCK] = {0};
        for (size_t i = 0; i < MIXTURE_BLOCK; i++) { level[i] = levels[start + smaller(i, count - 1)]; }
        gather_components(parts, outputs + start * step, components, step, count);
        if (width > 0) {
            add_neighbours(parts, &neighbours, outputs, levels, start, count, components, width, scale);
        }
        memcpy(top_weight, parts[0].log_weight, sizeof top_weight);
        for (size_t c = 1; c < components; c++) {
            for (size_t i = 0; i < MIXTURE_BLOCK; i++) {
                top_weight[i] = larger_of(top_weight[i], parts[c].log_weight[i]);
            }
        }
        for (size_t c = 0; c < components; c++) {
            mixture_component *part = parts + c;
            for (size_t i = 0; i < MIXTURE_BLOCK; i++) {
                doubt[i] += 0.0f * (part->log_weight[i] + part->mean[i] + part->scale[i]);
            }
            logistic_block(part, level, top_weight, scale);
        }
        memcpy(top_joint, parts[0].joint, sizeof top_joint);
        for (size_t c = 1; c < components; c++) {
            for (size_t i = 0; i < MIXTURE_BLOCK; i++) { top_joint[i] = larger_of(top_joint[i], parts[c].joint[i]); }
        }
        for (size_t c = 0; c < components; c++) {
            for (size_t i = 0; i < MIXTURE_BLOCK; i++) {
                // From here on, the weight and the joint probability themselves, up to a factor per pixel.
                parts[c].log_weight[i] = exponential(parts[c].log_weight[i] - top_weight[i]);
                parts[c].joint[i] = exponential(parts[c].joint[i] - top_joint[i]);
                weight_sum[i] += parts[c].log_weight[i];
                joint_sum[i] += parts[c].joint[i];
            }
        }
        for (size_t i = 0; i < MIXTURE_BLOCK; i++) {
            nats[i] = (logarithm(weight_sum[i]) - logarithm(joint_sum[i])) - top_joint[i] + doubt[i];
        }
        float sum = 0;
        for (size_t i = 0; i < count; i++) { sum += nats[i]; }
        total += sum;
        if (gradient == NULL) { continue; }
        for (size_t i = 0; i < MIXTURE_BLOCK; i++) {
            weight_sum[i] = weight / weight_sum[i];
            joint_sum[i] = weight / joint_sum[i];
        }
        float *slopes = gradient + start * step;
        for (size_t c = 0; c < components; c++) {
            mixture_component *part = parts + c;
            for (size_t i = 0; i < MIXTURE_BLOCK; i++) {
                float responsibility = part->joint[i] * joint_sum[i];
                part->log_weight[i] = part->log_weight[i] * weight_sum[i] - responsibility;
                part->mean_gradient[i] *= responsibility;
                part->scale_gradient[i] *= responsibility;
            }
            for (size_t i = 0; i < count; i++) {
                slopes[i * step + c] = part->log_weight[i];
                slopes[i * step + components + c] = part->mean_gradient[i];
                slopes[i * step + 2 * components + c] = part->scale_gradient[i];
            }
        }
        if (width == 0) { continue; }
        for (size_t i = 0; i < count; i++) {
            float mean_gradient = 0, scale_gradient = 0;
            for (size_t c = 0; c < components; c++) {
                mean_gradient += parts[c].mean_gradient[i];
                scale_gradient += parts[c].scale_gradient[i];
            }
            float *own = slopes + i * step + 3 * components;
            for (size_t n = 0; n < GRISAILLE_NEIGHBOURS; n++) { own[n] = mean_gradient * neighbours.values[n][i]; }
            own[GRISAILLE_NEIGHBOURS] = scale_gradient * neighbours.values[GRISAILLE_NEIGHBOURS][i];
        }
    }
    return total;
}

static double logistic_mixture(float *restrict gradient, const float *restrict outputs, const float *restrict levels,
                               grisaille_level_scale range, float weight, size_t components, size_t pixels) {
    return mixture_nats(gradient, outputs, levels, range, weight, components, 0, pixels);
}

static double autoregressive_mixture(float *restrict gradient, const float *restrict outputs,
                                     const float *restrict levels, grisaille_level_scale range, float weight,
                                     size_t components, size_t width, size_t pixels) {
    return mixture_nats(gradient, outputs, levels, range, weight, components, width, pixels);
}

/// The maximum of a pixel's log weights.
INLINE float largest_weight(const float *out, size_t components) {
    float top = out[0];
    for (size_t c = 1; c < components; c++) { top = larger_of(top, out[c]); }
    return top;
}

static void mixture_means(float *restrict levels, const float *restrict outputs, grisaille_level_scale range,
                          size_t components, size_t pixels) {
    for (size_t i = 0; i < pixels; i++) {
        const float *out = outputs + i * 3 * components;
        float top = largest_weight(out, components), weight_sum = 0, sum = 0;
        for (size_t c = 0; c < components; c++) {
            float own[2] = {out[components + c], out[2 * components + c]}, mean;
            logistic_means(&mean, own, range, 1);
            float weight = exponential(out[c] - top);
            weight_sum += weight;
            sum += weight * mean;
        }
        levels[i] = held_within(sum / weight_sum, range.maximum_level);
    }
}

/// One uniform number chooses the component; its position within the component's share chooses the level.
static void mixture_draws(float *restrict levels, const float *restrict outputs, const float *restrict uniform,
                          grisaille_level_scale range, size_t components, size_t pixels) {
    for (size_t i = 0; i < pixels; i++) {
        const float *out = outputs + i * 3 * components;
        float top = largest_weight(out, components), weight_sum = 0;
        for (size_t c = 0; c < components; c++) { weight_sum += exponential(out[c] - top); }
        float rest = uniform[i] * weight_sum, share = 0;
        size_t chosen = 0;
        for (; chosen < components; chosen++) {
            share = exponential(out[chosen] - top);
            if (rest < share || chosen == components - 1) { break; }
            rest -= share;
        }
        float own[2] = {out[components + chosen], out[2 * components + chosen]};
        // Strictly between 0 and 1, whatever rounding the subtractions had.
        float within = smaller_of(larger_of(rest / share, 0x1p-25f), 1.0f - 0x1p-24f);
        logistic_draws(levels + i, own, &within, range, 1);
    }
}

/// Copies a pixel's outputs without the neighbour factors, and adds the neighbours' contributions to the means and scales.
INLINE void given_neighbours(float *restrict own, const float *restrict outputs, const float *restrict levels,
                             size_t pixel, grisaille_level_scale range, size_t components, size_t width) {
    const float *out = outputs + pixel * (3 * components + GRISAILLE_NEIGHBOUR_FACTORS);
    float values[GRISAILLE_NEIGHBOUR_FACTORS];
    earlier_neighbours(values, levels, pixel, width, with_logarithm(range));
    neighbour_terms terms = sum_neighbours(out + 3 * components, values);
    memcpy(own, out, 3 * components * sizeof *own);
    for (size_t c = 0; c < components; c++) {
        own[components + c] += terms.mean;
        own[2 * components + c] += terms.scale;
    }
}

/// Expected levels pixel by pixel, each given the expected levels before it.
static void autoregressive_means(float *restrict levels, const float *restrict outputs, grisaille_level_scale range,
                                 size_t components, size_t width, size_t pixels) {
    float own[3 * GRISAILLE_MAXIMUM_COMPONENTS];
    for (size_t i = 0; i < pixels; i++) {
        given_neighbours(own, outputs, levels, i, range, components, width);
        mixture_means(levels + i, own, range, components, 1);
    }
}

/// Draws pixel by pixel, each given the levels drawn before it.
static void autoregressive_draws(float *restrict levels, const float *restrict outputs,
                                 const float *restrict uniform, grisaille_level_scale range, size_t components,
                                 size_t width, size_t pixels) {
    float own[3 * GRISAILLE_MAXIMUM_COMPONENTS];
    for (size_t i = 0; i < pixels; i++) {
        given_neighbours(own, outputs, levels, i, range, components, width);
        mixture_draws(levels + i, own, uniform + i, range, components, 1);
    }
}
