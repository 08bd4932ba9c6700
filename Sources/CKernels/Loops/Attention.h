// Rows of probabilities. `product` computes the products with them.
// Source: Vaswani et al., 2017, arXiv:1706.03762, section 3.2.1.
#pragma once

#include "Functions.h"

/// The number of maxima, of interleaved columns, that are held at once.
enum { LARGEST_TOGETHER = 16 };

INLINE float largest_of(const float *row, size_t columns) {
    float largest[LARGEST_TOGETHER];
    for (size_t c = 0; c < LARGEST_TOGETHER; c++) { largest[c] = row[0]; }
    size_t start = 0;
    for (; start + LARGEST_TOGETHER <= columns; start += LARGEST_TOGETHER) {
        for (size_t c = 0; c < LARGEST_TOGETHER; c++) { largest[c] = larger_of(largest[c], row[start + c]); }
    }
    for (size_t c = start; c < columns; c++) { largest[c - start] = larger_of(largest[c - start], row[c]); }
    float result = largest[0];
    for (size_t c = 1; c < LARGEST_TOGETHER; c++) { result = larger_of(result, largest[c]); }
    return result;
}

static void softmax(float *values, float scale, size_t rows, size_t columns) {
    for (float *row = values; row < values + rows * columns; row += columns) {
        REASSOCIATE
        float largest = largest_of(row, columns), sum = 0;
        for (size_t c = 0; c < columns; c++) {
            row[c] = exponential((row[c] - largest) * scale);
            sum += row[c];
        }
        float share = 1.0f / sum;
        for (size_t c = 0; c < columns; c++) { row[c] *= share; }
    }
}

static void softmax_gradient(float *restrict gradient, const float *restrict probabilities, float scale, size_t rows,
                             size_t columns) {
    for (size_t r = 0; r < rows; r++, gradient += columns, probabilities += columns) {
        REASSOCIATE
        float sum = 0;
        for (size_t c = 0; c < columns; c++) { sum += probabilities[c] * gradient[c]; }
        for (size_t c = 0; c < columns; c++) { gradient[c] = scale * probabilities[c] * (gradient[c] - sum); }
    }
}
