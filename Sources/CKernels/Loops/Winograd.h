// 3 × 3 convolutions by minimal filtering, F(4 × 4, 3 × 3). A tile of 4 × 4 pixels takes 36 multiplications for each pair of
// channels and not 144. The polynomials are evaluated at 0, ±1/2, ±2 and infinity, where single precision loses less than at
// the paper's 0, ±1, ±2. These loops transform to 36 planes, which are multiplied plane by plane.
// Source: Lavin & Gray, 2016, arXiv:1509.09308.
#pragma once

#include "Products.h"

enum { WINOGRAD_TILE = 4, WINOGRAD_WINDOW = 6 };

/// A tile of an image. Tiles are numbered row by row and image by image.
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

/// One bit for each of a window's rows or columns, from `first` on, that is within 0 ..< count.
INLINE unsigned winograd_inside(ptrdiff_t first, size_t count) {
    unsigned bits = 0;
    for (int i = 0; i < WINOGRAD_WINDOW; i++) {
        bits |= (unsigned)(first + i >= 0 && first + i < (ptrdiff_t)count) << i;
    }
    return bits;
}

#define LANES vector
#define OF_LANES(name) name
#define LANES_LOAD load
#define LANES_STORE store
#define LANES_LOAD_PART load_part
#define LANES_STORE_PART store_part
#include "WinogradLanes.h"
#undef LANES
#undef OF_LANES
#undef LANES_LOAD
#undef LANES_STORE
#undef LANES_LOAD_PART
#undef LANES_STORE_PART

// The channels after the last whole vector often fill no more than half of one.
#if defined(KERNELS_AVX512)
#define LANES half_vector
#define OF_LANES(name) name##_half
#define LANES_LOAD load_half
#define LANES_STORE store_half
#define LANES_LOAD_PART load_half_part
#define LANES_STORE_PART store_half_part
#include "WinogradLanes.h"
#define WINOGRAD_LANES(left, name, ...) \
    ((left) <= VECTOR / 2 ? name##_half(__VA_ARGS__) : name(__VA_ARGS__))
#else
#define WINOGRAD_LANES(left, name, ...) name(__VA_ARGS__)
#endif

INLINE void winograd_lay_out_windows(float *planes, const float *image, ptrdiff_t corner, const bool is_inside,
                                     unsigned rows, unsigned columns, const grisaille_winograd *w) {
    size_t c = 0;
    for (; c + VECTOR <= w->channels; c += VECTOR) {
        winograd_lay_out_window(planes + c, image + c, corner, is_inside, rows, columns, false, VECTOR, w);
    }
    const size_t left = w->channels - c;
    if (left > 0) {
        WINOGRAD_LANES(left, winograd_lay_out_window, planes + c, image + c, corner, is_inside, rows, columns, true, left,
                       w);
    }
}

/// Stores write whole vectors: the next tile overwrites what a store writes beyond its tile's channels.
static void winograd_windows(float *restrict planes, const float *restrict images, const grisaille_winograd *w) {
    const ptrdiff_t pixel = (ptrdiff_t)w->channels, pitch = (ptrdiff_t)w->width * pixel;
    const unsigned all = (1u << WINOGRAD_WINDOW) - 1;
    winograd_place place = winograd_first(w);
    for (size_t tile = 0; tile < w->count; tile++, planes += pixel, winograd_next(&place, w)) {
        const float *image = images + place.image * w->height * w->width * w->channels;
        const ptrdiff_t y = WINOGRAD_TILE * (ptrdiff_t)place.y - 1, x = WINOGRAD_TILE * (ptrdiff_t)place.x - 1;
        const ptrdiff_t corner = y * pitch + x * pixel;
        const unsigned rows = winograd_inside(y, w->height), columns = winograd_inside(x, w->width);
        if (rows == all && columns == all) {
            winograd_lay_out_windows(planes, image, corner, true, rows, columns, w);
        } else {
            winograd_lay_out_windows(planes, image, corner, false, rows, columns, w);
        }
    }
}

static void winograd_outputs(float *restrict images, const float *restrict planes, const float *bias, bool relu,
                             const grisaille_winograd *w) {
    const size_t channels = w->channels;
    winograd_place place = winograd_first(w);
    for (size_t tile = 0; tile < w->count; tile++, planes += channels, winograd_next(&place, w)) {
        const size_t y = WINOGRAD_TILE * place.y, x = WINOGRAD_TILE * place.x;
        float *corner = images + ((place.image * w->height + y) * w->width + x) * channels;
        for (size_t c = 0; c < channels; c += VECTOR) {
            const size_t left = channels - c;
            WINOGRAD_LANES(left, winograd_store_outputs, corner + c, planes + c, bias ? bias + c : NULL, relu,
                           w->height - y, w->width - x, left, w);
        }
    }
}

static void winograd_output_gradients(float *restrict planes, const float *restrict gradients,
                                      const grisaille_winograd *w) {
    const size_t channels = w->channels;
    winograd_place place = winograd_first(w);
    for (size_t tile = 0; tile < w->count; tile++, planes += channels, winograd_next(&place, w)) {
        const size_t y = WINOGRAD_TILE * place.y, x = WINOGRAD_TILE * place.x;
        const float *corner = gradients + ((place.image * w->height + y) * w->width + x) * channels;
        for (size_t c = 0; c < channels; c += VECTOR) {
            const size_t left = channels - c;
            WINOGRAD_LANES(left, winograd_lay_out_gradient, planes + c, corner + c, w->height - y, w->width - x, left, w);
        }
    }
}

/// G · kernel, for one column.
INLINE void winograd_kernel(vector to[WINOGRAD_WINDOW], vector a, vector b, vector c) {
    const float near = -8.0f / 15, far = 1.0f / 30;
    vector even = near * (a + 0.25f * c), odd = near * 0.5f * b;
    vector far_even = far * (a + 4.0f * c), far_odd = far * 2.0f * b;
    to[0] = a;
    to[1] = even + odd;
    to[2] = even - odd;
    to[3] = far_even + far_odd;
    to[4] = far_even - far_odd;
    to[5] = c;
}

/// Gᵀ · gradient, for one column.
INLINE void winograd_kernel_adjoint(vector to[3], const vector u[WINOGRAD_WINDOW]) {
    const float near = -8.0f / 15, far = 1.0f / 30;
    vector even = near * (u[1] + u[2]), odd = near * (u[1] - u[2]);
    vector far_even = far * (u[3] + u[4]), far_odd = far * (u[3] - u[4]);
    to[0] = u[0] + even + far_even;
    to[1] = 0.5f * odd + 2.0f * far_odd;
    to[2] = 0.25f * even + 4.0f * far_even + u[5];
}

/// One tap of the kernels of as many columns as a vector has lanes; zeros for those beyond the last column.
INLINE vector winograd_taps(const float *from, ptrdiff_t stride, size_t left) {
    if (stride == 1) { return left >= VECTOR ? load(from) : load_part(from, left); }
    float lanes[VECTOR];
    for (size_t i = 0; i < VECTOR; i++) { lanes[i] = i < left ? from[(ptrdiff_t)i * stride] : 0; }
    return load(lanes);
}

/// G · kernel · Gᵀ for every pair of a depth and a column, packed in panels.
static void winograd_pack(float *restrict panels, const grisaille_winograd_kernels *k) {
    const size_t plane = panels_count(k->depth, k->columns);
    for (size_t first = 0; first < k->columns;) {
        const size_t width = panel_columns(k->columns - first);
        for (size_t depth = 0; depth < k->depth; depth++) {
            for (size_t column = first; column < first + width; column += VECTOR, panels += VECTOR) {
                const size_t left = column < k->columns ? k->columns - column : 0;
                const float *taps =
                    k->source + (ptrdiff_t)depth * k->depth_stride + (ptrdiff_t)column * k->column_stride;
                vector halves[3][WINOGRAD_WINDOW], result[WINOGRAD_WINDOW];
                UNROLLED for (ptrdiff_t y = 0; y < 3; y++) {
                    vector row[3];
                    UNROLLED for (ptrdiff_t x = 0; x < 3; x++) {
                        row[x] = winograd_taps(taps + (3 * y + x) * k->tap_stride, k->column_stride, left);
                    }
                    winograd_kernel(halves[y], row[0], row[1], row[2]);
                }
                UNROLLED for (size_t x = 0; x < WINOGRAD_WINDOW; x++) {
                    winograd_kernel(result, halves[0][x], halves[1][x], halves[2][x]);
                    UNROLLED for (size_t y = 0; y < WINOGRAD_WINDOW; y++) {
                        store(panels + (WINOGRAD_WINDOW * y + x) * plane, result[y]);
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
                    store_part(to, load_part(to, left) + result[x], left);
                }
            }
        }
    }
}
