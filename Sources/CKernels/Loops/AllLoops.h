// Includes all loops and collects them in KERNEL_SET. Each `Kernels….c` includes it once.
#include "Attention.h"
#include "Elements.h"
#include "Functions.h"
#include "Likelihoods.h"
#include "Mixtures.h"
#include "Modulation.h"
#include "Nonlinearities.h"
#include "Normalization.h"
#include "NormalMixtures.h"
#include "Optimizer.h"
#include "PosteriorLoops.h"
#include "Products.h"
#include "Random.h"
#include "Windows.h"
#include "Winograd.h"

const grisaille_kernels KERNEL_SET = {
    .name = KERNEL_SET_NAME,
    .add_bias = add_bias,
    .activation_gradient = activation_gradient,
    .relu_gradient = relu_gradient,
    .add_column_sums = add_column_sums,
    .add = add,
    .sum_of_squares = sum_of_squares,
    .scale_and_offset = scale_and_offset,
    .add_arrays = add_arrays,
    .clamp_to_unit = clamp_to_unit,
    .clamp_to_unit_gradient = clamp_to_unit_gradient,
    .copy_rows = copy_rows,
    .add_rows = add_rows,
    .round_levels = round_levels,
    .silu = silu,
    .silu_gradient = silu_gradient,
    .gate = gate,
    .gate_gradient = gate_gradient,
    .hyperbolic_tangents = hyperbolic_tangents,
    .hyperbolic_tangent_gradient = hyperbolic_tangent_gradient,
    .leaky_relu = leaky_relu,
    .leaky_relu_gradient = leaky_relu_gradient,
    .group_normalize = group_normalize,
    .group_normalize_gradient = group_normalize_gradient,
    .softmax = softmax,
    .softmax_gradient = softmax_gradient,
    .product = product,
    .panels_count = panels_count,
    .pack_panels = pack_panels,
    .add_border = add_border,
    .winograd_windows = winograd_windows,
    .winograd_outputs = winograd_outputs,
    .winograd_output_gradients = winograd_output_gradients,
    .winograd_pack = winograd_pack,
    .winograd_add_weight_gradients = winograd_add_weight_gradients,
    .unfold = unfold,
    .fold = fold,
    .adam = adam,
    .modulate = modulate,
    .modulate_gradient = modulate_gradient,
    .reparameterize = reparameterize,
    .reparameterize_gradient = reparameterize_gradient,
    .reparameterize_draw_gradient = reparameterize_draw_gradient,
    .reparameterize_given_prior = reparameterize_given_prior,
    .reparameterize_given_prior_gradient = reparameterize_given_prior_gradient,
    .reparameterize_sampled = reparameterize_sampled,
    .reparameterize_sampled_gradient = reparameterize_sampled_gradient,
    .bound_log_variance_gradient = bound_log_variance_gradient,
    .lay_out_normal = lay_out_normal,
    .normal_mixture = normal_mixture,
    .normal_mixture_gradient = normal_mixture_gradient,
    .bound_log_variance = bound_log_variance,
    .bernoulli = bernoulli,
    .discretized_logistic = discretized_logistic,
    .logistic_mixture = logistic_mixture,
    .autoregressive_mixture = autoregressive_mixture,
    .gaussian = gaussian,
    .bernoulli_means = bernoulli_means,
    .logistic_means = logistic_means,
    .mixture_means = mixture_means,
    .autoregressive_means = autoregressive_means,
    .gaussian_means = gaussian_means,
    .bernoulli_draws = bernoulli_draws,
    .logistic_draws = logistic_draws,
    .mixture_draws = mixture_draws,
    .autoregressive_draws = autoregressive_draws,
    .gaussian_draws = gaussian_draws,
    .philox = philox,
    .uniform = uniform,
    .normal = normal,
    .binarize = binarize,
};
