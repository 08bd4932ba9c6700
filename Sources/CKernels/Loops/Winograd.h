// 3 × 3 convolutions by minimal filtering, F(4 × 4, 3 × 3): a tile of 4 × 4 pixels takes 36 multiplications for each
// pair of channels instead of 144 (Lavin & Gray 2016, arXiv:1509.09308). Its polynomials are taken at 0, ±1/2, ±2 and
// infinity, where single precision loses less than at the paper's 0, ±1, ±2. What these loops lay out in 36 planes is
// multiplied plane by plane.
#pragma once

#include "Products.h"

enum { WINOGRAD_TILE = 4, WINOGRAD_WINDOW = 6 };

/// A tile of an image; they are counted row by row and image by image.
typedef struct { size_t image, y, x; } winograd_place;

INLINE size_t winograd_tiles(size_t side) { return (side + WINOGRAD_TILE - 1) / WINOGRAD_TILE; }

INLINE winograd_place winograd_first(const grisaille_winograd *w) {
    size_t columns = winograd_tiles(w->width), rows = winograd_tiles(w->height), row = w->first / columns;
    return (winograd_place){.image = row / rows, .y = row % rows, .x = w->first % columns};
}

INLINE void winograd_next(winograd_place *place, const grisaille_winograd *w) {
    if (++place->x < winograd_tiles(w->width)) { return; }
    place->x = 0;
    if (++place->y < winograd_tiles(w->height)) { return; }
    place->y = 0;
    place->image++;
}

/// A bit for each of some places from `first` on that lies within 0 ..< count.
INLINE unsigned winograd_inside(ptrdiff_t first, int places, size_t count) {
    unsigned bits = 0;
    for (int i = 0; i < places; i++) { bits |= (unsigned)(first + i >= 0 && first + i < (ptrdiff_t)count) << i; }
    return bits;
}

/// The paper's Bᵀ.
INLINE void winograd_window(vector to[WINOGRAD_WINDOW], const vector d[WINOGRAD_WINDOW]) {
    vector even = d[4] - 4.0f * d[2], odd = 0.5f * d[3] - 2.0f * d[1];
    vector far_even = d[4] - 0.25f * d[2], far_odd = 2.0f * d[3] - 0.5f * d[1];
    to[0] = d[0] + d[4] - 4.25f * d[2];
    to[1] = even + odd;
    to[2] = even - odd;
    to[3] = far_even + far_odd;
    to[4] = far_even - far_odd;
    to[5] = d[1] + d[5] - 4.25f * d[3];
}

/// Aᵀ.
INLINE void winograd_output(vector to[WINOGRAD_TILE], const vector m[WINOGRAD_WINDOW]) {
    vector even = m[1] + m[2], odd = m[1] - m[2], far_even = m[3] + m[4], far_odd = m[3] - m[4];
    to[0] = m[0] + even + far_even;
    to[1] = 0.5f * odd + 2.0f * far_odd;
    to[2] = 0.25f * even + 4.0f * far_even;
    to[3] = 0.125f * odd + 8.0f * far_odd + m[5];
}

/// A.
INLINE void winograd_output_adjoint(vector to[WINOGRAD_WINDOW], const vector y[WINOGRAD_TILE]) {
    vector even = y[0] + 0.25f * y[2], odd = 0.5f * y[1] + 0.125f * y[3];
    vector far_even = y[0] + 4.0f * y[2], far_odd = 2.0f * y[1] + 8.0f * y[3];
    to[0] = y[0];
    to[1] = even + odd;
    to[2] = even - odd;
    to[3] = far_even + far_odd;
    to[4] = far_even - far_odd;
    to[5] = y[3];
}

/// G.
INLINE void winograd_kernel(float to[WINOGRAD_WINDOW], float a, float b, float c) {
    const float near = -8.0f / 15, far = 1.0f / 30;
    float even = near * (a + 0.25f * c), odd = near * 0.5f * b;
    float far_even = far * (a + 4.0f * c), far_odd = far * 2.0f * b;
    to[0] = a;
    to[1] = even + odd;
    to[2] = even - odd;
    to[3] = far_even + far_odd;
    to[4] = far_even - far_odd;
    to[5] = c;
}

/// Gᵀ.
INLINE void winograd_kernel_adjoint(vector to[3], const vector u[WINOGRAD_WINDOW]) {
    const float near = -8.0f / 15, far = 1.0f / 30;
    vector even = near * (u[1] + u[2]), odd = near * (u[1] - u[2]);
    vector far_even = far * (u[3] + u[4]), far_odd = far * (u[3] - u[4]);
    to[0] = u[0] + even + far_even;
    to[1] = 0.5f * odd + 2.0f * far_odd;
    to[2] = 0.25f * even + 4.0f * far_even + u[5];
}

/// One vector of a window's channels, whose pixels inside the image are told by a bit for each row and column.
INLINE void winograd_lay_out_window(float *planes, const float *image, ptrdiff_t corner, const bool is_inside,
                                    unsigned rows, unsigned columns, const bool is_part, size_t left,
                                    const grisaille_winograd *w) {
    const ptrdiff_t pixel = (ptrdiff_t)w->channels, pitch = (ptrdiff_t)(w->width * w->channels);
    vector halves[WINOGRAD_WINDOW][WINOGRAD_WINDOW], result[WINOGRAD_WINDOW];
    UNROLLED for (ptrdiff_t x = 0; x < WINOGRAD_WINDOW; x++) {
        vector column[WINOGRAD_WINDOW];
        UNROLLED for (ptrdiff_t y = 0; y < WINOGRAD_WINDOW; y++) {
            const float *from = image + (corner + y * pitch + x * pixel);
            column[y] = (vector)0.0f;
            if (is_inside || (rows >> y & columns >> x & 1)) {
                column[y] = is_part ? load_first(from, left) : load(from);
            }
        }
        winograd_window(result, column);
        UNROLLED for (size_t y = 0; y < WINOGRAD_WINDOW; y++) { halves[y][x] = result[y]; }
    }
    UNROLLED for (size_t y = 0; y < WINOGRAD_WINDOW; y++) {
        winograd_window(result, halves[y]);
        UNROLLED for (size_t x = 0; x < WINOGRAD_WINDOW; x++) {
            store(planes + (WINOGRAD_WINDOW * y + x) * w->plane, result[x]);
        }
    }
}

INLINE void winograd_lay_out_channels(float *planes, const float *image, ptrdiff_t corner, const bool is_inside,
                                      unsigned rows, unsigned columns, const grisaille_winograd *w) {
    size_t c = 0;
    for (; c + VECTOR <= w->channels; c += VECTOR) {
        winograd_lay_out_window(planes + c, image + c, corner, is_inside, rows, columns, false, VECTOR, w);
    }
    if (c < w->channels) {
        winograd_lay_out_window(planes + c, image + c, corner, is_inside, rows, columns, true, w->channels - c, w);
    }
}

/// Stores are of whole vectors: what one writes behind its tile's channels the next one sets.
static void winograd_windows(float *restrict planes, const float *restrict images, const grisaille_winograd *w) {
    const ptrdiff_t pixel = (ptrdiff_t)w->channels, pitch = (ptrdiff_t)w->width * pixel;
    const unsigned all = (1u << WINOGRAD_WINDOW) - 1;
    winograd_place place = winograd_first(w);
    for (size_t tile = 0; tile < w->count; tile++, planes += pixel, winograd_next(&place, w)) {
        const float *image = images + place.image * w->height * w->width * w->channels;
        const ptrdiff_t y = WINOGRAD_TILE * (ptrdiff_t)place.y - 1, x = WINOGRAD_TILE * (ptrdiff_t)place.x - 1;
        const ptrdiff_t corner = y * pitch + x * pixel;
        const unsigned rows = winograd_inside(y, WINOGRAD_WINDOW, w->height);
        const unsigned columns = winograd_inside(x, WINOGRAD_WINDOW, w->width);
        if (rows == all && columns == all) {
            winograd_lay_out_channels(planes, image, corner, true, rows, columns, w);
        } else {
            winograd_lay_out_channels(planes, image, corner, false, rows, columns, w);
        }
    }
}

/// A vector of some channels; the last one is not full.
INLINE vector load_channels(const float *from, size_t left) {
    return left < VECTOR ? load_first(from, left) : load(from);
}
INLINE void store_channels(float *to, vector v, size_t left) {
    if (left < VECTOR) {
        store_first(to, v, left);
    } else {
        store(to, v);
    }
}

static void winograd_outputs(float *restrict images, const float *restrict planes, const float *bias, bool relu,
                             const grisaille_winograd *w) {
    const size_t channels = w->channels, pitch = w->width * channels, plane = w->plane;
    winograd_place place = winograd_first(w);
    for (size_t tile = 0; tile < w->count; tile++, planes += channels, winograd_next(&place, w)) {
        const size_t y = WINOGRAD_TILE * place.y, x = WINOGRAD_TILE * place.x;
        float *corner = images + (place.image * w->height + y) * pitch + x * channels;
        for (size_t c = 0; c < channels; c += VECTOR) {
            const size_t left = channels - c;
            vector halves[WINOGRAD_TILE][WINOGRAD_WINDOW];
            UNROLLED for (size_t i = 0; i < WINOGRAD_WINDOW; i++) {
                vector column[WINOGRAD_WINDOW], result[WINOGRAD_TILE];
                UNROLLED for (size_t j = 0; j < WINOGRAD_WINDOW; j++) {
                    column[j] = load(planes + (WINOGRAD_WINDOW * j + i) * plane + c);
                }
                winograd_output(result, column);
                UNROLLED for (size_t j = 0; j < WINOGRAD_TILE; j++) { halves[j][i] = result[j]; }
            }
            const vector added = bias ? load_channels(bias + c, left) : (vector)0.0f;
            UNROLLED for (size_t j = 0; j < WINOGRAD_TILE; j++) {
                vector result[WINOGRAD_TILE];
                winograd_output(result, halves[j]);
                UNROLLED for (size_t i = 0; i < WINOGRAD_TILE; i++) {
                    vector sum = result[i] + added;
                    if (relu) { sum = sum < (vector)0.0f ? (vector)0.0f : sum; }
                    if (y + j < w->height && x + i < w->width) {
                        store_channels(corner + j * pitch + i * channels + c, sum, left);
                    }
                }
            }
        }
    }
}

static void winograd_output_gradients(float *restrict planes, const float *restrict gradients,
                                      const grisaille_winograd *w) {
    const size_t channels = w->channels, pitch = w->width * channels;
    winograd_place place = winograd_first(w);
    for (size_t tile = 0; tile < w->count; tile++, planes += channels, winograd_next(&place, w)) {
        const size_t y = WINOGRAD_TILE * place.y, x = WINOGRAD_TILE * place.x;
        const float *corner = gradients + (place.image * w->height + y) * pitch + x * channels;
        for (size_t c = 0; c < channels; c += VECTOR) {
            const size_t left = channels - c;
            vector halves[WINOGRAD_WINDOW][WINOGRAD_TILE], result[WINOGRAD_WINDOW];
            UNROLLED for (size_t i = 0; i < WINOGRAD_TILE; i++) {
                vector column[WINOGRAD_TILE];
                UNROLLED for (size_t j = 0; j < WINOGRAD_TILE; j++) {
                    column[j] = (vector)0.0f;
                    if (y + j < w->height && x + i < w->width) {
                        column[j] = load_channels(corner + j * pitch + i * channels + c, left);
                    }
                }
                winograd_output_adjoint(result, column);
                UNROLLED for (size_t j = 0; j < WINOGRAD_WINDOW; j++) { halves[j][i] = result[j]; }
            }
            UNROLLED for (size_t j = 0; j < WINOGRAD_WINDOW; j++) {
                winograd_output_adjoint(result, halves[j]);
                UNROLLED for (size_t i = 0; i < WINOGRAD_WINDOW; i++) {
                    store(planes + (WINOGRAD_WINDOW * j + i) * w->plane + c, result[i]);
                }
            }
        }
    }
}

/// G · kernel · Gᵀ for every pair of a depth and a column, in panels as a product reads them.
static void winograd_pack(float *restrict panels, const grisaille_winograd_kernels *k) {
    const size_t plane = panels_count(k->depth, k->columns);
    for (size_t first = 0; first < k->columns;) {
        const size_t width = panel_columns(k->columns - first);
        for (size_t depth = 0; depth < k->depth; depth++) {
            for (size_t column = first; column < first + width; column++, panels++) {
                const float *taps =
                    k->source + (ptrdiff_t)depth * k->depth_stride + (ptrdiff_t)column * k->column_stride;
                const bool is_there = column < k->columns;
                float halves[3][WINOGRAD_WINDOW], result[WINOGRAD_WINDOW];
                UNROLLED for (ptrdiff_t y = 0; y < 3; y++) {
                    float a = is_there ? taps[3 * y * k->tap_stride] : 0;
                    float b = is_there ? taps[(3 * y + 1) * k->tap_stride] : 0;
                    float c = is_there ? taps[(3 * y + 2) * k->tap_stride] : 0;
                    winograd_kernel(halves[y], a, b, c);
                }
                UNROLLED for (size_t x = 0; x < WINOGRAD_WINDOW; x++) {
                    winograd_kernel(result, halves[0][x], halves[1][x], halves[2][x]);
                    UNROLLED for (size_t y = 0; y < WINOGRAD_WINDOW; y++) {
                        panels[(WINOGRAD_WINDOW * y + x) * plane] = result[y];
                    }
                }
            }
        }
        first += width;
    }
}

static void winograd_add_weight_gradients(float *restrict gradients, const float *restrict planes, size_t plane,
                                          size_t outputs, size_t channels) {
    for (size_t output = 0; output < outputs; output++, planes += channels, gradients += 9 * channels) {
        for (size_t c = 0; c < channels; c += VECTOR) {
            const size_t left = channels - c;
            vector halves[3][WINOGRAD_WINDOW], result[3];
            UNROLLED for (size_t i = 0; i < WINOGRAD_WINDOW; i++) {
                vector column[WINOGRAD_WINDOW];
                UNROLLED for (size_t j = 0; j < WINOGRAD_WINDOW; j++) {
                    column[j] = load(planes + (WINOGRAD_WINDOW * j + i) * plane + c);
                }
                winograd_kernel_adjoint(result, column);
                UNROLLED for (size_t y = 0; y < 3; y++) { halves[y][i] = result[y]; }
            }
            UNROLLED for (size_t y = 0; y < 3; y++) {
                winograd_kernel_adjoint(result, halves[y]);
                UNROLLED for (size_t x = 0; x < 3; x++) {
                    float *to = gradients + (3 * y + x) * channels + c;
                    store_channels(to, load_channels(to, left) + result[x], left);
                }
            }
        }
    }
}
