// Loops over rows and elements.
#pragma once

#include "Vectors.h"

/// The number of columns that are computed together: their sums stay in registers over all rows.
enum { COLUMNS_TOGETHER = 32 };

/// Whether several rows, side by side, fit in `COLUMNS_TOGETHER` columns.
INLINE bool fill_together(size_t columns) {
    return columns < COLUMNS_TOGETHER && COLUMNS_TOGETHER % columns == 0;
}

static void add_bias(float *restrict values, const float *restrict bias, size_t rows, size_t columns, bool relu) {
    float repeated[COLUMNS_TOGETHER];
    if (fill_together(columns) && rows * columns % COLUMNS_TOGETHER == 0) {
        for (size_t c = 0; c < COLUMNS_TOGETHER; c++) { repeated[c] = bias[c % columns]; }
        bias = repeated;
        rows = rows * columns / COLUMNS_TOGETHER;
        columns = COLUMNS_TOGETHER;
    }
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

/// Computes some neighbouring columns, at most `COLUMNS_TOGETHER`.
INLINE void rectify_columns(float *restrict gradient, const float *restrict output, float *restrict sums, size_t rows,
                            size_t pitch, size_t width) {
    float part[COLUMNS_TOGETHER] = {0};
    for (size_t r = 0; r < rows; r++, gradient += pitch, output += pitch) {
        for (size_t c = 0; c < width; c++) {
            gradient[c] = output[c] > 0.0f ? gradient[c] : 0.0f;
            part[c] += gradient[c];
        }
    }
    for (size_t c = 0; c < width; c++) { sums[c] += part[c]; }
}

static void activation_gradient(float *restrict gradient, const float *restrict output, float *restrict sums,
                                size_t rows, size_t columns) {
    size_t start = 0;
    for (; start + COLUMNS_TOGETHER <= columns; start += COLUMNS_TOGETHER) {
        rectify_columns(gradient + start, output + start, sums + start, rows, columns, COLUMNS_TOGETHER);
    }
    if (start < columns) {
        rectify_columns(gradient + start, output + start, sums + start, rows, columns, columns - start);
    }
}

/// The maximum number of vectors of columns that are summed over the rows at a time.
enum { SUMMED_VECTORS = 4 };

/// Sums that many vectors of neighbouring columns; the last vector has `last` columns. Two rows are read at a time, so that not
/// every addition waits for the one before it.
INLINE void sum_columns(float *restrict sums, const float *restrict values, size_t rows, size_t pitch,
                        const size_t vectors, const size_t last) {
    vector even[SUMMED_VECTORS], odd[SUMMED_VECTORS];
    UNROLLED for (size_t v = 0; v < vectors; v++) { even[v] = odd[v] = (vector)0.0f; }
    for (size_t r = 0; r + 2 <= rows; r += 2, values += 2 * pitch) {
        UNROLLED for (size_t v = 0; v < vectors; v++) {
            const size_t left = v + 1 < vectors ? VECTOR : last;
            even[v] += load_part(values + v * VECTOR, left);
            odd[v] += load_part(values + pitch + v * VECTOR, left);
        }
    }
    UNROLLED for (size_t v = 0; v < vectors; v++) {
        const size_t left = v + 1 < vectors ? VECTOR : last;
        if (rows % 2 != 0) { even[v] += load_part(values + v * VECTOR, left); }
        float *place = sums + v * VECTOR;
        store_part(place, load_part(place, left) + (even[v] + odd[v]), left);
    }
}

static void add_column_sums(float *restrict sums, const float *restrict values, size_t rows, size_t columns,
                            size_t pitch) {
    if (fill_together(columns) && pitch == columns) {
        // Sums over several rows side by side, then the sum of those.
        size_t whole = rows * columns / COLUMNS_TOGETHER * COLUMNS_TOGETHER;
        float part[COLUMNS_TOGETHER] = {0};
        add_column_sums(part, values, whole / COLUMNS_TOGETHER, COLUMNS_TOGETHER, COLUMNS_TOGETHER);
        for (size_t i = whole; i < rows * columns; i++) { part[i - whole] += values[i]; }
        for (size_t c = 0; c < COLUMNS_TOGETHER; c++) { sums[c % columns] += part[c]; }
        return;
    }
    for (size_t start = 0; start < columns; start += SUMMED_VECTORS * VECTOR) {
        const size_t left = columns - start, vectors = smaller((left + VECTOR - 1) / VECTOR, SUMMED_VECTORS);
        const size_t last = smaller(left - (vectors - 1) * VECTOR, VECTOR);
        switch (vectors) {
        case 1: sum_columns(sums + start, values + start, rows, pitch, 1, last); break;
        case 2: sum_columns(sums + start, values + start, rows, pitch, 2, last); break;
        case 3: sum_columns(sums + start, values + start, rows, pitch, 3, last); break;
        default: sum_columns(sums + start, values + start, rows, pitch, SUMMED_VECTORS, last);
        }
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

/// There is no `restrict`: output and input may be the same array.
static void scale_and_offset(float *output, const float *input, float scale, float offset, size_t count) {
    for (size_t i = 0; i < count; i++) { output[i] = input[i] * scale + offset; }
}

static void clamp_to_unit(float *restrict output, const float *restrict input, size_t count) {
    for (size_t i = 0; i < count; i++) { output[i] = smaller_of(larger_of(input[i], -1.0f), 1.0f); }
}

static void clamp_to_unit_gradient(float *restrict gradient, const float *restrict input, size_t count) {
    for (size_t i = 0; i < count; i++) {
        // A gradient that leads back within the bounds is kept: otherwise an element outside could never return.
        bool leads_out = (input[i] < -1.0f && gradient[i] > 0) || (input[i] > 1.0f && gradient[i] < 0);
        gradient[i] = leads_out ? 0.0f : gradient[i];
    }
}

static void add_arrays(float *restrict output, const float *restrict a, const float *restrict b, size_t count) {
    for (size_t i = 0; i < count; i++) { output[i] = a[i] + b[i]; }
}

static void copy_rows(float *restrict output, size_t output_pitch, const float *restrict input, size_t input_pitch,
                      size_t rows, size_t columns) {
    for (size_t r = 0; r < rows; r++, output += output_pitch, input += input_pitch) {
        for (size_t c = 0; c < columns; c++) { output[c] = input[c]; }
    }
}

static void add_rows(float *restrict sum, size_t sum_pitch, const float *restrict values, size_t values_pitch,
                     size_t rows, size_t columns) {
    for (size_t r = 0; r < rows; r++, sum += sum_pitch, values += values_pitch) {
        for (size_t c = 0; c < columns; c++) { sum[c] += values[c]; }
    }
}

static void round_levels(uint16_t *restrict samples, const float *restrict levels, size_t count) {
    for (size_t i = 0; i < count; i++) {
        // A NaN becomes 0.
        float level = levels[i] > 0.0f ? levels[i] : 0.0f;
        samples[i] = (uint16_t)(int32_t)(smaller_of(level, 65535.0f) + 0.5f);
    }
}

static void binarize(float *restrict levels, const float *restrict uniform, float maximum_level, size_t count) {
    for (size_t i = 0; i < count; i++) { levels[i] = uniform[i] * maximum_level < levels[i] ? maximum_level : 0.0f; }
}
