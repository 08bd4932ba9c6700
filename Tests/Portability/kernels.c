// Compares some kernels of this build with plain loops in double precision. `make portability` runs it on an emulated
// processor. On processors with Swift, the Swift tests check every kernel.
#include <math.h>
#include <stdio.h>

#include "CKernels.h"

// Not a multiple of a register's width.
enum { rows = 5, columns = 77, count = rows * columns };

static float values[count], others[count], results[count];
static int failures;

static void expect(const char *name, double actual, double expected) {
    if (fabs(actual - expected) <= 1e-5 * fmax(1, fabs(expected))) { return; }
    fprintf(stderr, "%s: %.9g, not %.9g\n", name, actual, expected);
    failures += 1;
}

static void check_sums(const grisaille_kernels *kernels) {
    double squares = 0;
    for (int i = 0; i < count; i++) { squares += (double)values[i] * values[i]; }
    expect("sum_of_squares", kernels->sum_of_squares(values, count), squares);

    float sums[columns] = {0};
    kernels->add_column_sums(sums, values, rows, columns, columns);
    for (int c = 0; c < columns; c++) {
        double sum = 0;
        for (int r = 0; r < rows; r++) { sum += values[r * columns + c]; }
        expect("add_column_sums", sums[c], sum);
    }
}

/// The outputs are `values`, the levels `others`.
static void check_bernoulli(const grisaille_kernels *kernels) {
    const float scale = 1 / 255.0f, weight = 0.5f;
    double distortion = 0;
    const double actual = kernels->bernoulli(results, values, others, scale, weight, count);
    for (int i = 0; i < count; i++) {
        const double target = (double)others[i] * scale;
        distortion += log1p(exp(values[i])) - target * values[i];
        expect("bernoulli's gradient", results[i], weight * (1 / (1 + exp(-values[i])) - target));
    }
    expect("bernoulli", actual, distortion);
}

/// The draw is uniform, so that its mean and variance are known.
static void check_random_numbers(const grisaille_kernels *kernels) {
    const uint32_t key[2] = {1, 2}, stream[3] = {3, 4, 5};
    static float draws[100000];
    const size_t draw_count = sizeof draws / sizeof *draws;
    kernels->uniform(draws, key, stream, draw_count);
    double sum = 0, squares = 0;
    for (size_t i = 0; i < draw_count; i++) {
        sum += draws[i];
        squares += (double)draws[i] * draws[i];
    }
    // Five standard deviations.
    if (fabs(sum / draw_count - 0.5) > 0.0046) { expect("uniform's mean", sum / draw_count, 0.5); }
    if (fabs(squares / draw_count - 1 / 3.0) > 0.0048) { expect("uniform's square", squares / draw_count, 1 / 3.0); }
}

/// Computes values · othersᵀ with tiles and panels that aren't full.
static void check_product(const grisaille_kernels *kernels) {
    static float panels[4 * columns * 16], products[rows * rows], scratch[GRISAILLE_PRODUCT_SCRATCH];
    if (kernels->panels_count(columns, rows) > sizeof panels / sizeof *panels) {
        expect("panels_count", (double)kernels->panels_count(columns, rows), sizeof panels / sizeof *panels);
        return;
    }
    const grisaille_packing packing = {
        .depth = {1, 1, columns}, .columns = rows, .source = others, .depth_strides = {0, 0, 1}, .column_stride = columns};
    kernels->pack_panels(panels, &packing);
    const grisaille_product product = {
        .rows = {1, 1, rows}, .depth = {1, 1, columns}, .columns = rows, .left = values, .left_rows = {0, 0, columns},
        .left_depth = {0, 0, 1}, .right = panels, .right_in_panels = true, .output = products,
        .output_rows = {0, 0, rows}};
    kernels->product(&product, scratch);
    for (int r = 0; r < rows; r++) {
        for (int c = 0; c < rows; c++) {
            double sum = 0;
            for (int k = 0; k < columns; k++) { sum += (double)values[r * columns + k] * others[c * columns + k]; }
            expect("product", products[r * rows + c], sum);
        }
    }
}

/// Tests the normalisation of all channels in one group.
static void check_normalization(const grisaille_kernels *kernels) {
    static float scale[columns], shift[columns], scratch[4 * columns];
    for (int c = 0; c < columns; c++) {
        scale[c] = 2;
        shift[c] = 1;
    }
    const grisaille_groups shape = {.positions = rows, .channels = columns, .groups = 1};
    kernels->group_normalize(results, values, scale, shift, &shape, scratch);
    double mean = 0, variance = 0;
    for (int i = 0; i < count; i++) { mean += values[i] / (double)count; }
    for (int i = 0; i < count; i++) { variance += (values[i] - mean) * (values[i] - mean) / count; }
    for (int i = 0; i < count; i++) {
        expect("group_normalize", results[i], (values[i] - mean) / sqrt(variance + 1e-5) * 2 + 1);
    }
}

static void check_softmax(const grisaille_kernels *kernels) {
    for (int i = 0; i < count; i++) { results[i] = values[i]; }
    kernels->softmax(results, 0.5f, rows, columns);
    for (int r = 0; r < rows; r++) {
        double sum = 0;
        for (int c = 0; c < columns; c++) { sum += exp(0.5 * values[r * columns + c]); }
        for (int c = 0; c < columns; c++) {
            expect("softmax", results[r * columns + c], exp(0.5 * values[r * columns + c]) / sum);
        }
    }
}

static void check_nonlinearities(const grisaille_kernels *kernels) {
    kernels->silu(results, values, count);
    for (int i = 0; i < count; i++) { expect("silu", results[i], values[i] / (1 + exp(-values[i]))); }
    kernels->hyperbolic_tangents(results, values, count);
    for (int i = 0; i < count; i++) { expect("hyperbolic_tangents", results[i], tanh(values[i])); }
}

int main(void) {
    const grisaille_kernels *kernels = grisaille_kernels_best();
    for (int i = 0; i < count; i++) {
        values[i] = (float)(i * 37 % 101) / 25 - 2;
        others[i] = (float)(i * 53 % 256);
    }
    check_sums(kernels);
    check_product(kernels);
    check_bernoulli(kernels);
    check_normalization(kernels);
    check_softmax(kernels);
    check_nonlinearities(kernels);
    check_random_numbers(kernels);
    printf("  %s: %s\n", kernels->name, failures == 0 ? "as plain loops" : "WRONG");
    return failures == 0 ? 0 : 1;
}
