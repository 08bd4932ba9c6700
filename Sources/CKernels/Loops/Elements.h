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

/// Sums of columns stay in registers while the rows go by: this many columns at a time.
enum { SUM_COLUMNS = 32 };

static void activation_gradient(float *restrict gradient, const float *restrict output, float *restrict sums,
                                size_t rows, size_t columns) {
    for (size_t start = 0; start < columns; start += SUM_COLUMNS) {
        size_t width = smaller(SUM_COLUMNS, columns - start);
        float part[SUM_COLUMNS] = {0};
        for (size_t r = 0; r < rows; r++) {
            float *restrict row = gradient + r * columns + start;
            const float *restrict outputs = output + r * columns + start;
            if (width == SUM_COLUMNS) {
                for (size_t c = 0; c < SUM_COLUMNS; c++) {
                    row[c] = outputs[c] > 0.0f ? row[c] : 0.0f;
                    part[c] += row[c];
                }
            } else {
                for (size_t c = 0; c < width; c++) {
                    row[c] = outputs[c] > 0.0f ? row[c] : 0.0f;
                    part[c] += row[c];
                }
            }
        }
        for (size_t c = 0; c < width; c++) { sums[start + c] += part[c]; }
    }
}

static void add_column_sums(float *restrict sums, const float *restrict values, size_t rows, size_t columns,
                            size_t pitch) {
    if (columns < SUM_COLUMNS && SUM_COLUMNS % columns == 0 && pitch == columns) {
        // A few columns, side by side: sums of many rows at once, then of those.
        size_t together = SUM_COLUMNS / columns, whole = rows / together;
        float part[SUM_COLUMNS] = {0};
        for (size_t r = 0; r < whole; r++) {
            for (size_t c = 0; c < SUM_COLUMNS; c++) { part[c] += values[r * SUM_COLUMNS + c]; }
        }
        for (size_t i = whole * SUM_COLUMNS; i < rows * columns; i++) { part[i % SUM_COLUMNS] += values[i]; }
        for (size_t c = 0; c < SUM_COLUMNS; c++) { sums[c % columns] += part[c]; }
        return;
    }
    for (size_t start = 0; start < columns; start += SUM_COLUMNS) {
        size_t width = smaller(SUM_COLUMNS, columns - start);
        float part[SUM_COLUMNS] = {0};
        for (size_t r = 0; r < rows; r++) {
            const float *restrict row = values + r * pitch + start;
            if (width == SUM_COLUMNS) {
                for (size_t c = 0; c < SUM_COLUMNS; c++) { part[c] += row[c]; }
            } else {
                for (size_t c = 0; c < width; c++) { part[c] += row[c]; }
            }
        }
        for (size_t c = 0; c < width; c++) { sums[start + c] += part[c]; }
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
