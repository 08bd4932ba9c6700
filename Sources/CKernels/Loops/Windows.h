// Convolutions as matrix products: windows of an image laid out as rows, and added back.
#pragma once

#include "Functions.h"

/// The part of one kernel row that lies inside the image: `count` floats, from `skipped` on in the column.
typedef struct { size_t skipped, count; ptrdiff_t start; } kernel_row;

INLINE kernel_row inside(const grisaille_window *w, size_t y, size_t x, size_t ky) {
    kernel_row row = {0, 0, 0};
    ptrdiff_t iy = (ptrdiff_t)(y * w->stride + ky) - (ptrdiff_t)w->padding;
    if (iy < 0 || iy >= (ptrdiff_t)w->height) { return row; }
    ptrdiff_t left = (ptrdiff_t)(x * w->stride) - (ptrdiff_t)w->padding;
    ptrdiff_t first = left < 0 ? 0 : left;
    ptrdiff_t end = left + (ptrdiff_t)w->kernel;
    if (end > (ptrdiff_t)w->width) { end = (ptrdiff_t)w->width; }
    if (end <= first) { return row; }
    row.skipped = (size_t)(first - left) * w->channels;
    row.count = (size_t)(end - first) * w->channels;
    row.start = (iy * (ptrdiff_t)w->width + first) * (ptrdiff_t)w->channels;
    return row;
}

static void unfold(float *restrict columns, const float *restrict image, const grisaille_window *w) {
    size_t run = w->kernel * w->channels;
    for (size_t y = 0; y < w->output_height; y++) {
        for (size_t x = 0; x < w->output_width; x++) {
            for (size_t ky = 0; ky < w->kernel; ky++, columns += run) {
                kernel_row row = inside(w, y, x, ky);
                for (size_t i = 0; i < row.skipped; i++) { columns[i] = 0; }
                for (size_t i = 0; i < row.count; i++) { columns[row.skipped + i] = image[row.start + (ptrdiff_t)i]; }
                for (size_t i = row.skipped + row.count; i < run; i++) { columns[i] = 0; }
            }
        }
    }
}

static void fold(float *restrict image, const float *restrict columns, const grisaille_window *w) {
    size_t run = w->kernel * w->channels;
    for (size_t y = 0; y < w->output_height; y++) {
        for (size_t x = 0; x < w->output_width; x++) {
            for (size_t ky = 0; ky < w->kernel; ky++, columns += run) {
                kernel_row row = inside(w, y, x, ky);
                for (size_t i = 0; i < row.count; i++) { image[row.start + (ptrdiff_t)i] += columns[row.skipped + i]; }
            }
        }
    }
}
