// The inner loops that take most of the time, compiled once for each kind of processor and chosen at run time.
//
// Each loop is written once, in `Loops/`, and compiled for each instruction set by the `Kernels….c` files.
// All arrays are dense `float`s that do not overlap unless a comment says so; sizes count elements.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The geometry of a convolution's window: NHWC images of `height` × `width` × `channels`, and square kernels.
typedef struct {
    size_t height, width, channels;
    size_t output_height, output_width;
    size_t kernel, stride, padding;
} grisaille_window;

/// The scale of a network's outputs for the integer levels 0...maximum_level: level k is at (k - centre) / half_range, so
/// -1...1 holds the levels within half_range of the centre.
typedef struct {
    float maximum_level, centre, half_range;
} grisaille_level_scale;

/// The constants of one step of Adam; the corrections are 1 / (1 - βᵗ).
typedef struct {
    float learning_rate, beta1, beta2, epsilon;
    float correction1, correction2;
    /// Multiplies the gradients first, to clip their norm.
    float gradient_scale;
    /// The share of themselves that parameters keep: less than 1 with weight decay.
    float kept;
    /// The share by which the averaged weights move towards the new ones.
    float averaging;
} grisaille_adam;

/// A part of an image, of `height` × `width`, and its place in a larger image of zeros.
typedef struct {
    size_t height, width, channels;
    /// The pixels in a row of the image, of which `width` are used.
    size_t image_width;
    size_t top, left, full_height, full_width;
} grisaille_border;

/// A product of matrices whose elements may have any strides: output[row][column] = Σ over depth of
/// left[row][depth] · right[depth][column].
///
/// Rows and depth are each counted by three nested counters, the outermost first, with a stride in floats for each: over
/// images, over the rows of an image, and along a row. So the windows of an image, the taps of a kernel and the positions of
/// a batch are read in place. Columns are contiguous.
typedef struct {
    size_t rows[3], depth[3], columns;
    const float *left;
    ptrdiff_t left_rows[3], left_depth[3];
    /// Panels from `pack_panels` with the same depth and columns; or elements with the strides below, and then up to
    /// GRISAILLE_SLACK floats after the end are read but not used.
    const float *right;
    bool right_in_panels;
    ptrdiff_t right_depth[3];
    float *output;
    ptrdiff_t output_rows[3];
    /// [columns], added to every row; may be null.
    const float *bias;
    /// Whether max(0, ·) is applied at the end.
    bool relu;
    /// Whether the product is added to the output.
    bool accumulate;
    /// Operands of the next product, which are fetched into the cache during this one; null for none. Where all of the
    /// weights don't fit into the cache, a product would wait for its own.
    const float *next_left, *next_right;
    size_t next_left_count, next_right_count;
} grisaille_product;

/// A right side to pack into panels: source[depth's strides][column_stride]; one of the strides is 1.
typedef struct {
    size_t depth[3], columns;
    const float *source;
    ptrdiff_t depth_strides[3], column_stride;
} grisaille_packing;

/// A run of the tiles of 4 × 4 pixels that cover images of `height` × `width` × `channels`, numbered row by row and image by
/// image. Each is transformed to 36 · channels floats, in planes [36][count][channels] that start `plane` floats apart, with
/// GRISAILLE_SLACK floats to spare.
typedef struct {
    size_t height, width, channels, first, count, plane;
} grisaille_winograd;

/// The kernels of 3 × 3 taps: source[depth_stride][column_stride][tap_stride].
typedef struct {
    size_t depth, columns;
    const float *source;
    ptrdiff_t depth_stride, column_stride, tap_stride;
} grisaille_winograd_kernels;

/// The shape of an image [positions][channels] whose neighbouring channels form groups of channels / groups.
typedef struct {
    size_t positions, channels, groups;
} grisaille_groups;

enum {
    /// Floats of scratch memory that `product` may use.
    GRISAILLE_PRODUCT_SCRATCH = 1 << 16,
    /// Floats after the end of a product's right side that may be read.
    GRISAILLE_SLACK = 48,
    /// The number of planes that minimal filtering transforms a window of 6 × 6 pixels to.
    GRISAILLE_WINOGRAD_PLANES = 36,
    /// The maximum number of components of a mixture.
    GRISAILLE_MAXIMUM_COMPONENTS = 32,
    /// The number of neighbours that a pixel of an autoregressive mixture depends on.
    GRISAILLE_NEIGHBOURS = 6,
    /// The number of a pixel's outputs for them: a factor for each, and one for how much they differ.
    GRISAILLE_NEIGHBOUR_FACTORS = GRISAILLE_NEIGHBOURS + 1,
};

/// One compiled set of all loops.
typedef struct {
    const char *name;

    // Rows and elements.
    /// values[r][c] += bias[c], then max(0, ·) where `relu`.
    void (*add_bias)(float *values, const float *bias, size_t rows, size_t columns, bool relu);
    /// gradient[r][c] = 0 where output[r][c] is not positive; then sums[c] += Σ over rows of gradient[r][c].
    void (*activation_gradient)(float *gradient, const float *output, float *sums, size_t rows, size_t columns);
    /// gradient[i] = 0 where output[i] is not positive.
    void (*relu_gradient)(float *gradient, const float *output, size_t count);
    /// sums[c] += Σ over rows of values[r · pitch + c].
    void (*add_column_sums)(float *sums, const float *values, size_t rows, size_t columns, size_t pitch);
    void (*add)(float *sum, const float *values, size_t count);
    double (*sum_of_squares)(const float *values, size_t count);
    /// output = input · scale + offset; output and input may be the same array.
    void (*scale_and_offset)(float *output, const float *input, float scale, float offset, size_t count);

    /// output = a + b.
    void (*add_arrays)(float *output, const float *a, const float *b, size_t count);
    /// Clamps the input to -1...1.
    void (*clamp_to_unit)(float *output, const float *input, size_t count);
    /// Sets the gradient to zero, in place, where a step against it would move the input further out of the bounds.
    void (*clamp_to_unit_gradient)(float *gradient, const float *input, size_t count);
    /// output[r · output_pitch + c] = input[r · input_pitch + c].
    void (*copy_rows)(float *output, size_t output_pitch, const float *input, size_t input_pitch, size_t rows,
                      size_t columns);

    /// sum[r · sum_pitch + c] += values[r · values_pitch + c].
    void (*add_rows)(float *sum, size_t sum_pitch, const float *values, size_t values_pitch, size_t rows,
                     size_t columns);

    /// samples[i] = the integer within 0...65535 nearest to levels[i]; 0 for NaN.
    void (*round_levels)(uint16_t *samples, const float *levels, size_t count);

    // Nonlinearities, and the gradient of the input from that of the output and the forward pass's input or output.
    /// x · sigmoid(x).
    void (*silu)(float *output, const float *input, size_t count);
    void (*silu_gradient)(float *input_gradient, const float *output_gradient, const float *input, const float *output,
                          size_t count);
    /// output[count] = input[i] · sigmoid(input[count + i]).
    void (*gate)(float *output, const float *input, size_t count);
    void (*gate_gradient)(float *input_gradient, const float *output_gradient, const float *input, size_t count);
    void (*hyperbolic_tangents)(float *output, const float *input, size_t count);
    void (*hyperbolic_tangent_gradient)(float *input_gradient, const float *output_gradient, const float *output,
                                        size_t count);
    /// x where it is positive, x / 5 elsewhere.
    void (*leaky_relu)(float *output, const float *input, size_t count);
    void (*leaky_relu_gradient)(float *input_gradient, const float *output_gradient, const float *input, size_t count);

    // Normalisation of one image; scale and shift are [channels].
    /// scratch: [2 · channels].
    void (*group_normalize)(float *output, const float *input, const float *scale, const float *shift,
                            const grisaille_groups *shape, float *scratch);
    /// Sets the input's gradient, which may be null, and adds to those of scale and shift. scratch: [4 · channels].
    void (*group_normalize_gradient)(float *input_gradient, float *scale_gradient, float *shift_gradient,
                                     const float *output_gradient, const float *input, const float *scale,
                                     const grisaille_groups *shape, float *scratch);

    // Attention.
    /// Every row becomes exp(scale · row), divided by its sum.
    void (*softmax)(float *values, float scale, size_t rows, size_t columns);
    /// Turns the gradient of the probabilities into that of the rows that gave them.
    void (*softmax_gradient)(float *gradient, const float *probabilities, float scale, size_t rows, size_t columns);

    // Products.
    void (*product)(const grisaille_product *product, float *scratch);
    /// The number of floats that `pack_panels` fills.
    size_t (*panels_count)(size_t depth, size_t columns);
    void (*pack_panels)(float *panels, const grisaille_packing *packing);

    /// Copies the image and puts zeros around it.
    void (*add_border)(float *bordered, const float *image, const grisaille_border *border);

    // Convolutions of 3 × 3 by minimal filtering, F(4 × 4, 3 × 3).
    /// Transforms the windows of 6 × 6 pixels around the tiles, with zeros outside the images.
    void (*winograd_windows)(float *planes, const float *images, const grisaille_winograd *tiles);
    /// Computes the tiles' pixels from the products; bias [channels] may be null.
    void (*winograd_outputs)(float *images, const float *planes, const float *bias, bool relu,
                             const grisaille_winograd *tiles);
    /// The adjoint of `winograd_outputs`.
    void (*winograd_output_gradients)(float *planes, const float *gradients, const grisaille_winograd *tiles);
    /// Transforms and packs the kernels for the planes' products: 36 · panels_count(depth, columns) floats.
    void (*winograd_pack)(float *panels, const grisaille_winograd_kernels *kernels);
    /// gradients [outputs][3][3][channels] += the adjoint of the kernels' transform, applied to planes [36][outputs][channels].
    void (*winograd_add_weight_gradients)(float *gradients, const float *planes, size_t plane, size_t outputs,
                                          size_t channels);

    // Convolutions as products of unfolded matrices.
    /// columns[output pixel][ky][kx][c] of one image; zero outside it.
    void (*unfold)(float *columns, const float *image, const grisaille_window *window);
    /// Adds every column element to the image element that `unfold` took it from.
    void (*fold)(float *image, const float *columns, const grisaille_window *window);

    // The optimiser.
    void (*adam)(float *parameters, float *averaged, float *first, float *second, const float *gradients,
                 const grisaille_adam *constants, size_t count);

    // Conditioned channels.
    /// output[r][c] = input[r][c] · (1 + scale[c]) + shift[c].
    void (*modulate)(float *output, const float *input, const float *scale, const float *shift, size_t rows,
                     size_t columns);
    /// Sets the gradients of the input (may be null), the scale and the shift.
    void (*modulate_gradient)(float *input_gradient, float *scale_gradient, float *shift_gradient,
                              const float *gradient, const float *input, const float *scale, size_t rows,
                              size_t columns);

    // The posterior. `raw` is [2 · latent]: the means, then the unbounded log variances.
    /// latent = mean + exp(logVariance / 2) · noise; returns the rate KL(q || N(0, 1)) in nats.
    double (*reparameterize)(float *latent, const float *raw, const float *noise, size_t latent_count);
    /// The gradient of raw, from that of the latent and from the rate's, weighted by `rate_weight`.
    void (*reparameterize_gradient)(float *raw_gradient, const float *latent_gradient, const float *raw,
                                    const float *noise, float rate_weight, size_t latent_count);
    /// `share` times the gradient of raw through the draw alone, with the rate log q(latent) - log p(latent). The direct
    /// dependence of q on raw is left out.
    void (*reparameterize_draw_gradient)(float *raw_gradient, const float *latent_gradient, const float *raw,
                                         const float *noise, float rate_weight, float share, size_t latent_count);
    /// A draw and its rate KL(posterior || prior), for a prior with its own raw means and log variances.
    double (*reparameterize_given_prior)(float *latent, const float *posterior, const float *prior,
                                         const float *noise, size_t latent_count);
    /// The gradients of the posterior and the prior.
    void (*reparameterize_given_prior_gradient)(float *posterior_gradient, float *prior_gradient,
                                                const float *latent_gradient, const float *posterior,
                                                const float *prior, const float *noise, float rate_weight,
                                                size_t latent_count);
    /// A draw and its own rate log q(latent) - log p(latent), and the gradients of the posterior and the prior.
    double (*reparameterize_sampled)(float *latent, const float *posterior, const float *prior, const float *noise,
                                     size_t latent_count);
    void (*reparameterize_sampled_gradient)(float *posterior_gradient, float *prior_gradient,
                                            const float *latent_gradient, const float *posterior, const float *prior,
                                            const float *noise, float rate_weight, size_t latent_count);
    /// Bounds the log variances of raw, in place.
    void (*bound_log_variance)(float *raw, size_t count);
    /// Turns the gradient of bounded log variances into that of the raw ones, in place.
    void (*bound_log_variance_gradient)(float *gradient, const float *raw, size_t count);

    // A mixture of normal distributions as a prior. Densities leave out the terms with π.
    /// Computes the precisions [latents] of a component with raw [2 · latents] like a posterior; returns its log density at
    /// its mean.
    float (*lay_out_normal)(float *precisions, const float *raw, size_t latent_count);
    /// Returns log Σ exp(offset - ½ Σ precision · (latent - mean)²) over the components, and sets each one's share of
    /// that sum. `pitch` is the distance between two components' means.
    double (*normal_mixture)(float *responsibilities, const float *latent, const float *means, size_t pitch,
                             const float *precisions, const float *offsets, size_t components, size_t latent_count);
    /// Adds the gradients of `weight` times that sum's logarithm: of the latent, and of every component's means and log
    /// variances, [components, 2 · latents].
    void (*normal_mixture_gradient)(float *latent_gradient, float *component_gradient, const float *latent,
                                    const float *means, size_t pitch, const float *precisions,
                                    const float *responsibilities, float weight, size_t components,
                                    size_t latent_count);

    // Likelihoods: the sum over the pixels of -log p(level), in nats. `gradient` may be null; otherwise it is set to `weight`
    // times d/d(output).
    /// outputs [pixels]: logits; level · scale is the target, within 0...1.
    double (*bernoulli)(float *gradient, const float *outputs, const float *levels, float scale, float weight,
                        size_t pixels);
    /// outputs [pixels][2]: mean and unbounded log scale. levels are the integers
    /// 0...scale.maximum_level.
    double (*discretized_logistic)(float *gradient, const float *outputs, const float *levels, grisaille_level_scale scale,
                                   float weight, size_t pixels);
    /// outputs [pixels][3 · components]: unbounded log weights, then means, then log scales; at most
    /// GRISAILLE_MAXIMUM_COMPONENTS of each. levels are the integers 0...scale.maximum_level.
    double (*logistic_mixture)(float *gradient, const float *outputs, const float *levels, grisaille_level_scale scale,
                               float weight, size_t components, size_t pixels);
    /// outputs [pixels][3 · components + GRISAILLE_NEIGHBOUR_FACTORS] for an image of that width. The last are the factors of
    /// the neighbours left, above, above left, above right, second to the left and second above, whose weighted sum is added
    /// to the means; then that of how much these differ, which is added to the log scales.
    double (*autoregressive_mixture)(float *gradient, const float *outputs, const float *levels, grisaille_level_scale scale,
                                     float weight, size_t components, size_t width, size_t pixels);
    /// outputs [pixels][2]: mean and unbounded log deviation. levels are the integers 0...scale.maximum_level.
    double (*gaussian)(float *gradient, const float *outputs, const float *levels, grisaille_level_scale scale, float weight,
                       size_t pixels);
    /// levels = the distribution's expected level, not rounded.
    void (*bernoulli_means)(float *levels, const float *outputs, float maximum_level, size_t pixels);
    void (*logistic_means)(float *levels, const float *outputs, grisaille_level_scale scale, size_t pixels);
    void (*mixture_means)(float *levels, const float *outputs, grisaille_level_scale scale, size_t components, size_t pixels);
    /// The expected level of every pixel, given the expected levels of its neighbours.
    void (*autoregressive_means)(float *levels, const float *outputs, grisaille_level_scale scale, size_t components,
                                 size_t width, size_t pixels);
    /// The mean, clamped to the levels.
    void (*gaussian_means)(float *levels, const float *outputs, grisaille_level_scale scale, size_t pixels);
    /// levels = an integer drawn from the distribution, from one uniform number per pixel.
    void (*bernoulli_draws)(float *levels, const float *outputs, const float *uniform, float maximum_level,
                            size_t pixels);
    void (*logistic_draws)(float *levels, const float *outputs, const float *uniform, grisaille_level_scale scale,
                           size_t pixels);
    void (*mixture_draws)(float *levels, const float *outputs, const float *uniform, grisaille_level_scale scale,
                          size_t components, size_t pixels);
    void (*autoregressive_draws)(float *levels, const float *outputs, const float *uniform, grisaille_level_scale scale,
                                 size_t components, size_t width, size_t pixels);
    void (*gaussian_draws)(float *levels, const float *outputs, const float *uniform, grisaille_level_scale scale,
                           size_t pixels);

    // Counter-based random numbers: element i depends on the key, the counter and i alone.
    /// Philox4x32-10 of the counters (first block + block, stream) under the key: four words per block.
    void (*philox)(uint32_t *words, const uint32_t key[2], const uint32_t stream[3], size_t first_block,
                   size_t blocks);
    /// Uniform on the open interval (0, 1).
    void (*uniform)(float *values, const uint32_t key[2], const uint32_t stream[3], size_t count);
    /// Standard normal, by Box–Muller.
    void (*normal)(float *values, const uint32_t key[2], const uint32_t stream[3], size_t count);
    /// levels[i] = uniform[i] · maximum_level < levels[i] ? maximum_level : 0.
    void (*binarize)(float *levels, const float *uniform, float maximum_level, size_t count);
} grisaille_kernels;

/// The set with that name (`portable`, `avx2`, `avx512`, `neon`); null where this processor or build doesn't have it.
const grisaille_kernels *grisaille_kernels_named(const char *name);
/// The fastest set that this processor runs.
const grisaille_kernels *grisaille_kernels_best(void);
