// Normalisation of the groups of channels of one image.
// Source: Wu & He, 2018, arXiv:1803.08494.
#pragma once

#include "Elements.h"

#define NORMALIZATION_EPSILON 1e-5f

/// Sets every channel's value to the sum over its group, divided by the number of the group's elements.
INLINE void average_groups(float *values, const grisaille_groups *shape) {
    size_t width = shape->channels / shape->groups;
    double share = 1.0 / (double)(shape->positions * width);
    for (size_t start = 0; start < shape->channels; start += width) {
        double sum = 0;
        for (size_t c = start; c < start + width; c++) { sum += values[c]; }
        float average = (float)(sum * share);
        for (size_t c = start; c < start + width; c++) { values[c] = average; }
    }
}

/// The sums of squared distances from the means, for some neighbouring columns, at most `COLUMNS_TOGETHER`.
INLINE void square_columns(float *restrict sums, const float *restrict values, const float *restrict means,
                           size_t rows, size_t pitch, size_t width) {
    float part[COLUMNS_TOGETHER] = {0};
    for (size_t r = 0; r < rows; r++, values += pitch) {
        for (size_t c = 0; c < width; c++) {
            float distance = values[c] - means[c];
            part[c] += distance * distance;
        }
    }
    for (size_t c = 0; c < width; c++) { sums[c] = part[c]; }
}

/// The mean and the reciprocal deviation of each channel's group. The squares are taken about the mean: a difference of sums
/// would be lost in rounding where the mean is large.
INLINE void group_statistics(float *restrict means, float *restrict reciprocals, const float *restrict input,
                             const grisaille_groups *shape) {
    size_t rows = shape->positions, columns = shape->channels, start = 0;
    memset(means, 0, columns * sizeof(float));
    add_column_sums(means, input, rows, columns, columns);
    average_groups(means, shape);
    for (; start + COLUMNS_TOGETHER <= columns; start += COLUMNS_TOGETHER) {
        square_columns(reciprocals + start, input + start, means + start, rows, columns, COLUMNS_TOGETHER);
    }
    if (start < columns) {
        square_columns(reciprocals + start, input + start, means + start, rows, columns, columns - start);
    }
    average_groups(reciprocals, shape);
    for (size_t c = 0; c < columns; c++) {
        reciprocals[c] = 1.0f / __builtin_elementwise_sqrt(reciprocals[c] + NORMALIZATION_EPSILON);
    }
}

static void group_normalize(float *restrict output, const float *restrict input, const float *restrict scale,
                            const float *restrict shift, const grisaille_groups *shape, float *restrict scratch) {
    size_t channels = shape->channels;
    float *restrict means = scratch, *restrict factors = scratch + channels;
    group_statistics(means, factors, input, shape);
    for (size_t c = 0; c < channels; c++) { factors[c] *= scale[c]; }
    for (size_t r = 0; r < shape->positions; r++, input += channels, output += channels) {
        for (size_t c = 0; c < channels; c++) { output[c] = (input[c] - means[c]) * factors[c] + shift[c]; }
    }
}

/// The sums of the gradients, and of the gradients times the inputs' distances from the means.
INLINE void gradient_columns(float *restrict sums, float *restrict products, const float *restrict gradient,
                             const float *restrict input, const float *restrict means, size_t rows, size_t pitch,
                             size_t width) {
    float sum[COLUMNS_TOGETHER] = {0}, product[COLUMNS_TOGETHER] = {0};
    for (size_t r = 0; r < rows; r++, gradient += pitch, input += pitch) {
        for (size_t c = 0; c < width; c++) {
            sum[c] += gradient[c];
            product[c] += gradient[c] * (input[c] - means[c]);
        }
    }
    for (size_t c = 0; c < width; c++) {
        sums[c] = sum[c];
        products[c] = product[c];
    }
}

static void group_normalize_gradient(float *restrict input_gradient, float *restrict scale_gradient,
                                     float *restrict shift_gradient, const float *restrict output_gradient,
                                     const float *restrict input, const float *restrict scale,
                                     const grisaille_groups *shape, float *restrict scratch) {
    size_t rows = shape->positions, channels = shape->channels, start = 0;
    float *restrict means = scratch, *restrict reciprocals = scratch + channels;
    float *restrict sums = scratch + 2 * channels, *restrict products = scratch + 3 * channels;
    group_statistics(means, reciprocals, input, shape);
    for (; start + COLUMNS_TOGETHER <= channels; start += COLUMNS_TOGETHER) {
        gradient_columns(sums + start, products + start, output_gradient + start, input + start, means + start, rows,
                         channels, COLUMNS_TOGETHER);
    }
    if (start < channels) {
        gradient_columns(sums + start, products + start, output_gradient + start, input + start, means + start, rows,
                         channels, channels - start);
    }
    for (size_t c = 0; c < channels; c++) {
        shift_gradient[c] += sums[c];
        scale_gradient[c] += products[c] * reciprocals[c];
    }
    if (!input_gradient) { return; }
    // Both statistics depend on the input: the projections of the group's gradients on 1 and on x̂ are subtracted.
    for (size_t c = 0; c < channels; c++) {
        sums[c] *= scale[c];
        products[c] *= scale[c];
    }
    average_groups(sums, shape);
    average_groups(products, shape);
    for (size_t c = 0; c < channels; c++) {
        float reciprocal = reciprocals[c];
        sums[c] *= reciprocal;
        products[c] *= reciprocal * reciprocal * reciprocal;
        reciprocals[c] = reciprocal * scale[c];
    }
    for (size_t r = 0; r < rows; r++) {
        for (size_t c = 0; c < channels; c++) {
            input_gradient[c] = output_gradient[c] * reciprocals[c] - (input[c] - means[c]) * products[c] - sums[c];
        }
        input_gradient += channels;
        output_gradient += channels;
        input += channels;
    }
}
