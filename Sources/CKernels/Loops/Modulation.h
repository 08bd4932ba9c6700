// Loops that scale and shift columns.
#pragma once

#include "Elements.h"

static void modulate(float *restrict output, const float *restrict input, const float *restrict scale,
                     const float *restrict shift, size_t rows, size_t columns) {
    for (size_t r = 0; r < rows; r++, input += columns, output += columns) {
        for (size_t c = 0; c < columns; c++) { output[c] = input[c] + (input[c] * scale[c] + shift[c]); }
    }
}

/// Computes some neighbouring columns, at most `COLUMNS_TOGETHER`.
INLINE void modulate_columns_gradient(float *restrict input_gradient, float *restrict scale_gradient,
                                      float *restrict shift_gradient, const float *restrict gradient,
                                      const float *restrict input, const float *restrict scale, size_t rows,
                                      size_t pitch, size_t width) {
    float scales[COLUMNS_TOGETHER] = {0}, shifts[COLUMNS_TOGETHER] = {0};
    for (size_t r = 0; r < rows; r++, gradient += pitch, input += pitch) {
        for (size_t c = 0; c < width; c++) {
            scales[c] += gradient[c] * input[c];
            shifts[c] += gradient[c];
        }
        if (!input_gradient) { continue; }
        for (size_t c = 0; c < width; c++) { input_gradient[c] = gradient[c] + gradient[c] * scale[c]; }
        input_gradient += pitch;
    }
    for (size_t c = 0; c < width; c++) {
        scale_gradient[c] = scales[c];
        shift_gradient[c] = shifts[c];
    }
}

static void modulate_gradient(float *restrict input_gradient, float *restrict scale_gradient,
                              float *restrict shift_gradient, const float *restrict gradient,
                              const float *restrict input, const float *restrict scale, size_t rows, size_t columns) {
    for (size_t start = 0; start < columns; start += COLUMNS_TOGETHER) {
        float *part = input_gradient ? input_gradient + start : NULL;
        size_t width = smaller(COLUMNS_TOGETHER, columns - start);
        if (width == COLUMNS_TOGETHER) {
            modulate_columns_gradient(part, scale_gradient + start, shift_gradient + start, gradient + start,
                                      input + start, scale + start, rows, columns, COLUMNS_TOGETHER);
        } else {
            modulate_columns_gradient(part, scale_gradient + start, shift_gradient + start, gradient + start,
                                      input + start, scale + start, rows, columns, width);
        }
    }
}
