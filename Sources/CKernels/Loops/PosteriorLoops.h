// A diagonal normal posterior, with draws by reparameterization.
// Source: Kingma & Welling, 2014, arXiv:1312.6114, section 2.4 and appendix B.
#pragma once

#include "Functions.h"

/// Log variances are bounded smoothly to ±10: standard deviations from 0.007 to 148.
#define LOG_VARIANCE_BOUND 10.0f

INLINE float bounded(float raw) {
    return LOG_VARIANCE_BOUND * hyperbolic_tangent(raw * (1.0f / LOG_VARIANCE_BOUND));
}

static void bound_log_variance(float *raw, size_t count) {
    for (size_t i = 0; i < count; i++) { raw[i] = bounded(raw[i]); }
}

static double reparameterize(float *restrict latent, const float *restrict raw, const float *restrict noise,
                             size_t latent_count) {
    const float *restrict mean = raw;
    const float *restrict raw_log_variance = raw + latent_count;
    double total = 0;
    for (size_t start = 0; start < latent_count; start += SUM_BLOCK) {
        REASSOCIATE
        size_t end = smaller(start + SUM_BLOCK, latent_count);
        float sum = 0;
        for (size_t i = start; i < end; i++) {
            float log_variance = bounded(raw_log_variance[i]);
            float deviation = exponential(0.5f * log_variance);
            latent[i] = mean[i] + deviation * noise[i];
            sum += mean[i] * mean[i] + deviation * deviation - 1.0f - log_variance;
        }
        total += sum;
    }
    return 0.5 * total;
}

static void reparameterize_gradient(float *restrict raw_gradient, const float *restrict latent_gradient,
                                    const float *restrict raw, const float *restrict noise, float rate_weight,
                                    size_t latent_count) {
    for (size_t i = 0; i < latent_count; i++) {
        float t = hyperbolic_tangent(raw[latent_count + i] * (1.0f / LOG_VARIANCE_BOUND));
        float deviation = exponential(0.5f * LOG_VARIANCE_BOUND * t);
        raw_gradient[i] = latent_gradient[i] + rate_weight * raw[i];
        float log_variance_gradient = 0.5f
            * (latent_gradient[i] * noise[i] * deviation + rate_weight * (deviation * deviation - 1.0f));
        raw_gradient[latent_count + i] = log_variance_gradient * (1.0f - t * t);
    }
}

static void reparameterize_draw_gradient(float *restrict raw_gradient, const float *restrict latent_gradient,
                                         const float *restrict raw, const float *restrict noise, float rate_weight,
                                         float share, size_t latent_count) {
    for (size_t i = 0; i < latent_count; i++) {
        float t = hyperbolic_tangent(raw[latent_count + i] * (1.0f / LOG_VARIANCE_BOUND));
        float deviation = exponential(0.5f * LOG_VARIANCE_BOUND * t);
        float step = deviation * noise[i];
        // The gradients of -log p(latent) and of log q(latent) with respect to the latent, for a fixed posterior.
        float pull = rate_weight * (raw[i] + step - noise[i] / deviation);
        float slope = share * (latent_gradient[i] + pull);
        raw_gradient[i] = slope;
        raw_gradient[latent_count + i] = 0.5f * (1.0f - t * t) * slope * step;
    }
}

/// The rate is log q(latent) - log p(latent) of the draw itself where `sampled`, otherwise its mean KL(q || p).
INLINE double draw_against_prior(const bool sampled, float *restrict latent, const float *restrict posterior,
                                 const float *restrict prior, const float *restrict noise, size_t latent_count) {
    double total = 0;
    for (size_t start = 0; start < latent_count; start += SUM_BLOCK) {
        REASSOCIATE
        size_t end = smaller(start + SUM_BLOCK, latent_count);
        float sum = 0;
        for (size_t i = start; i < end; i++) {
            float log_variance = bounded(posterior[latent_count + i]);
            float prior_log_variance = bounded(prior[latent_count + i]);
            float deviation = exponential(0.5f * log_variance);
            latent[i] = posterior[i] + deviation * noise[i];
            float distance = (sampled ? latent[i] : posterior[i]) - prior[i];
            float spread = distance * distance + (sampled ? 0.0f : deviation * deviation);
            sum += prior_log_variance - log_variance - (sampled ? noise[i] * noise[i] : 1.0f)
                + spread * exponential(-prior_log_variance);
        }
        total += sum;
    }
    return 0.5 * total;
}

static double reparameterize_given_prior(float *restrict latent, const float *restrict posterior,
                                         const float *restrict prior, const float *restrict noise,
                                         size_t latent_count) {
    return draw_against_prior(false, latent, posterior, prior, noise, latent_count);
}

static double reparameterize_sampled(float *restrict latent, const float *restrict posterior,
                                     const float *restrict prior, const float *restrict noise, size_t latent_count) {
    return draw_against_prior(true, latent, posterior, prior, noise, latent_count);
}

/// The gradients of the posterior and the prior, of the draw's own rate where `sampled`, otherwise of its mean.
INLINE void draw_against_prior_gradient(const bool sampled, float *restrict posterior_gradient,
                                        float *restrict prior_gradient, const float *restrict latent_gradient,
                                        const float *restrict posterior, const float *restrict prior,
                                        const float *restrict noise, float rate_weight, size_t latent_count) {
    for (size_t i = 0; i < latent_count; i++) {
        float t = hyperbolic_tangent(posterior[latent_count + i] * (1.0f / LOG_VARIANCE_BOUND));
        float prior_t = hyperbolic_tangent(prior[latent_count + i] * (1.0f / LOG_VARIANCE_BOUND));
        float deviation = exponential(0.5f * LOG_VARIANCE_BOUND * t);
        float precision = exponential(-LOG_VARIANCE_BOUND * prior_t);
        float step = deviation * noise[i], variance = deviation * deviation;
        float distance = posterior[i] - prior[i] + (sampled ? step : 0.0f);
        float spread = distance * distance + (sampled ? 0.0f : variance);
        float pull = rate_weight * distance * precision, slope = latent_gradient[i] + pull;
        posterior_gradient[i] = slope;
        prior_gradient[i] = -pull;
        posterior_gradient[latent_count + i] = 0.5f * (1.0f - t * t)
            * (sampled ? slope * step - rate_weight
                       : latent_gradient[i] * step + rate_weight * (variance * precision - 1.0f));
        prior_gradient[latent_count + i] =
            0.5f * (1.0f - prior_t * prior_t) * rate_weight * (1.0f - spread * precision);
    }
}

static void reparameterize_given_prior_gradient(float *restrict posterior_gradient, float *restrict prior_gradient,
                                                const float *restrict latent_gradient,
                                                const float *restrict posterior, const float *restrict prior,
                                                const float *restrict noise, float rate_weight,
                                                size_t latent_count) {
    draw_against_prior_gradient(false, posterior_gradient, prior_gradient, latent_gradient, posterior, prior, noise,
                                rate_weight, latent_count);
}

static void reparameterize_sampled_gradient(float *restrict posterior_gradient, float *restrict prior_gradient,
                                            const float *restrict latent_gradient, const float *restrict posterior,
                                            const float *restrict prior, const float *restrict noise,
                                            float rate_weight, size_t latent_count) {
    draw_against_prior_gradient(true, posterior_gradient, prior_gradient, latent_gradient, posterior, prior, noise,
                                rate_weight, latent_count);
}
