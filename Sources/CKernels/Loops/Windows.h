// Convolutions as matrix products: windows of an image copied to rows, and added back.
#pragma once

#include <string.h>

#include "Functions.h"

/// The part of one kernel row inside the image: `count` floats, from `skipped` on in the column.
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

/// Neighbouring windows overlap. Windows that don't overlap are added one after the other, so that no addition waits for the
/// one before it.
static void fold(float *restrict image, const float *restrict columns, const grisaille_window *w) {
    size_t run = w->kernel * w->channels, phases = (w->kernel + w->stride - 1) / w->stride;
    for (size_t y = 0; y < w->output_height; y++) {
        for (size_t ky = 0; ky < w->kernel; ky++) {
            for (size_t phase = 0; phase < phases; phase++) {
                for (size_t x = phase; x < w->output_width; x += phases) {
                    kernel_row row = inside(w, y, x, ky);
                    const float *column = columns + ((y * w->output_width + x) * w->kernel + ky) * run + row.skipped;
                    float *place = image + row.start;
                    size_t i = 0;
                    for (; i + 4 <= row.count; i += 4) { *(four *)(place + i) += *(const four *)(column + i); }
                    for (; i < row.count; i++) { place[i] += column[i]; }
                }
            }
        }
    }
}

static void add_border(float *restrict bordered, const float *restrict image, const grisaille_border *b) {
    size_t run = b->width * b->channels, full_run = b->full_width * b->channels, left = b->left * b->channels;
    for (size_t y = 0; y < b->full_height; y++, bordered += full_run) {
        if (y < b->top || y >= b->top + b->height) {
            memset(bordered, 0, full_run * sizeof(float));
            continue;
        }
        memset(bordered, 0, left * sizeof(float));
        memcpy(bordered + left, image + (y - b->top) * b->image_width * b->channels, run * sizeof(float));
        memset(bordered + left + run, 0, (full_run - left - run) * sizeof(float));
    }
}
