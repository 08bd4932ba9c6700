// A mixture of normal distributions with diagonal covariances, as a prior over latents.
#pragma once

#include "Functions.h"
#include "PosteriorLoops.h"

/// `raw` is [2 · latent_count], a mean and an unbounded log variance for each latent. Computes the precisions, and returns the
/// logarithm of the density at the mean without the term with π.
static float lay_out_normal(float *restrict precisions, const float *restrict raw, size_t latent_count) {
    double total = 0;
    for (size_t start = 0; start < latent_count; start += SUM_BLOCK) {
        REASSOCIATE
        size_t end = smaller(start + SUM_BLOCK, latent_count);
        float sum = 0;
        for (size_t i = start; i < end; i++) {
            float log_variance = bounded(raw[latent_count + i]);
            precisions[i] = exponential(-log_variance);
            sum += log_variance;
        }
        total += sum;
    }
    return (float)(-0.5 * total);
}

static double normal_mixture(float *restrict responsibilities, const float *restrict latent,
                             const float *restrict means, size_t pitch, const float *restrict precisions,
                             const float *restrict offsets, size_t components, size_t latent_count) {
    float top = bits_to_float((int32_t)0xff800000u);  // minus infinity
    for (size_t c = 0; c < components; c++) {
        REASSOCIATE
        const float *restrict mean = means + c * pitch, *restrict precision = precisions + c * latent_count;
        float sum = 0;
        for (size_t i = 0; i < latent_count; i++) {
            float distance = latent[i] - mean[i];
            sum += distance * distance * precision[i];
        }
        responsibilities[c] = offsets[c] - 0.5f * sum;
        top = larger_of(top, responsibilities[c]);
    }
    double total = 0;
    for (size_t start = 0; start < components; start += SUM_BLOCK) {
        REASSOCIATE
        size_t end = smaller(start + SUM_BLOCK, components);
        float sum = 0;
        for (size_t c = start; c < end; c++) {
            responsibilities[c] = exponential(responsibilities[c] - top);
            sum += responsibilities[c];
        }
        total += sum;
    }
    float share = (float)(1 / total);
    for (size_t c = 0; c < components; c++) { responsibilities[c] *= share; }
    return top + logarithm((float)total);
}

/// Components with a lower responsibility are left out: their gradient is below rounding.
#define LEAST_RESPONSIBILITY 1e-9f

static void normal_mixture_gradient(float *restrict latent_gradient, float *restrict component_gradient,
                                    const float *restrict latent, const float *restrict means, size_t pitch,
                                    const float *restrict precisions, const float *restrict responsibilities,
                                    float weight, size_t components, size_t latent_count) {
    for (size_t c = 0; c < components; c++) {
        if (!(responsibilities[c] >= LEAST_RESPONSIBILITY)) { continue; }
        float share = weight * responsibilities[c];
        const float *restrict mean = means + c * pitch, *restrict precision = precisions + c * latent_count;
        float *restrict mean_gradient = component_gradient + c * 2 * latent_count;
        float *restrict log_variance_gradient = mean_gradient + latent_count;
        for (size_t i = 0; i < latent_count; i++) {
            float distance = latent[i] - mean[i], pull = share * distance * precision[i];
            latent_gradient[i] -= pull;
            mean_gradient[i] += pull;
            log_variance_gradient[i] += 0.5f * (pull * distance - share);
        }
    }
}

static void bound_log_variance_gradient(float *restrict gradient, const float *restrict raw, size_t count) {
    for (size_t i = 0; i < count; i++) {
        float t = hyperbolic_tangent(raw[i] * (1.0f / LOG_VARIANCE_BOUND));
        gradient[i] *= 1.0f - t * t;
    }
}
