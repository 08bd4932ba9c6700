// Loops over rows and elements.
#pragma once

#include "Functions.h"

static void add_bias(float *restrict values, const float *restrict bias, size_t rows, size_t columns, bool relu) {
    for (size_t r = 0; r < rows; r++) {
        float *restrict row = values + r * columns;
        if (relu) {
            for (size_t c = 0; c < columns; c++) { row[c] = larger_of(row[c] + bias[c], 0.0f); }
        } else {
            for (size_t c = 0; c < columns; c++) { row[c] += bias[c]; }
        }
    }
}

static void relu_gradient(float *restrict gradient, const float *restrict output, size_t count) {
    for (size_t i = 0; i < count; i++) { gradient[i] = output[i] > 0.0f ? gradient[i] : 0.0f; }
}

static void add_row_sums(float *restrict sums, const float *restrict values, size_t rows, size_t columns) {
    for (size_t r = 0; r < rows; r++) {
        const float *restrict row = values + r * columns;
        for (size_t c = 0; c < columns; c++) { sums[c] += row[c]; }
    }
}

static void add(float *restrict sum, const float *restrict values, size_t count) {
    for (size_t i = 0; i < count; i++) { sum[i] += values[i]; }
}

static double sum_of_squares(const float *restrict values, size_t count) {
    double total = 0;
    for (size_t start = 0; start < count; start += SUM_BLOCK) {
        REASSOCIATE
        size_t end = smaller(start + SUM_BLOCK, count);
        float sum = 0;
        for (size_t i = start; i < end; i++) { sum += values[i] * values[i]; }
        total += sum;
    }
    return total;
}

/// Without `restrict`: output and input may be the same array.
static void scale_and_offset(float *output, const float *input, float scale, float offset, size_t count) {
    for (size_t i = 0; i < count; i++) { output[i] = input[i] * scale + offset; }
}

static void binarize(float *restrict levels, const float *restrict uniform, float maximum_level, size_t count) {
    for (size_t i = 0; i < count; i++) { levels[i] = uniform[i] * maximum_level < levels[i] ? maximum_level : 0.0f; }
}
