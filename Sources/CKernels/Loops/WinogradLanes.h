// Minimal filtering of as many channels of one tile as a vector has lanes. Included once for each width of vectors, with the
// macros LANES, the vector's type; OF_LANES(name), a name for each width; LANES_LOAD and LANES_STORE for a whole vector; and
// LANES_LOAD_PART and LANES_STORE_PART for the remaining channels, at most a whole vector.

/// Multiplies by the paper's Bᵀ.
INLINE void OF_LANES(winograd_window)(LANES to[WINOGRAD_WINDOW], const LANES d[WINOGRAD_WINDOW]) {
    LANES even = d[4] - 4.0f * d[2], odd = 0.5f * d[3] - 2.0f * d[1];
    LANES far_even = d[4] - 0.25f * d[2], far_odd = 2.0f * d[3] - 0.5f * d[1];
    to[0] = d[0] + d[4] - 4.25f * d[2];
    to[1] = even + odd;
    to[2] = even - odd;
    to[3] = far_even + far_odd;
    to[4] = far_even - far_odd;
    to[5] = d[1] + d[5] - 4.25f * d[3];
}

/// Multiplies by Aᵀ.
INLINE void OF_LANES(winograd_output)(LANES to[WINOGRAD_TILE], const LANES m[WINOGRAD_WINDOW]) {
    LANES even = m[1] + m[2], odd = m[1] - m[2], far_even = m[3] + m[4], far_odd = m[3] - m[4];
    to[0] = m[0] + even + far_even;
    to[1] = 0.5f * odd + 2.0f * far_odd;
    to[2] = 0.25f * even + 4.0f * far_even;
    to[3] = 0.125f * odd + 8.0f * far_odd + m[5];
}

/// Multiplies by A.
INLINE void OF_LANES(winograd_output_adjoint)(LANES to[WINOGRAD_WINDOW], const LANES y[WINOGRAD_TILE]) {
    LANES even = y[0] + 0.25f * y[2], odd = 0.5f * y[1] + 0.125f * y[3];
    LANES far_even = y[0] + 4.0f * y[2], far_odd = 2.0f * y[1] + 8.0f * y[3];
    to[0] = y[0];
    to[1] = even + odd;
    to[2] = even - odd;
    to[3] = far_even + far_odd;
    to[4] = far_even - far_odd;
    to[5] = y[3];
}

/// Transforms a window. A bit for each row and column says whether its pixels are inside the image.
INLINE void OF_LANES(winograd_lay_out_window)(float *planes, const float *image, ptrdiff_t corner, const bool is_inside,
                                              unsigned rows, unsigned columns, const bool is_part, size_t left,
                                              const grisaille_winograd *w) {
    const ptrdiff_t pixel = (ptrdiff_t)w->channels, pitch = (ptrdiff_t)(w->width * w->channels);
    LANES halves[WINOGRAD_WINDOW][WINOGRAD_WINDOW], result[WINOGRAD_WINDOW];
    UNROLLED for (ptrdiff_t x = 0; x < WINOGRAD_WINDOW; x++) {
        LANES column[WINOGRAD_WINDOW];
        UNROLLED for (ptrdiff_t y = 0; y < WINOGRAD_WINDOW; y++) {
            const float *from = image + (corner + y * pitch + x * pixel);
            column[y] = (LANES)0.0f;
            if (is_inside || (rows >> y & columns >> x & 1)) {
                column[y] = is_part ? LANES_LOAD_PART(from, left) : LANES_LOAD(from);
            }
        }
        OF_LANES(winograd_window)(result, column);
        UNROLLED for (size_t y = 0; y < WINOGRAD_WINDOW; y++) { halves[y][x] = result[y]; }
    }
    UNROLLED for (size_t y = 0; y < WINOGRAD_WINDOW; y++) {
        OF_LANES(winograd_window)(result, halves[y]);
        UNROLLED for (size_t x = 0; x < WINOGRAD_WINDOW; x++) {
            LANES_STORE(planes + (WINOGRAD_WINDOW * y + x) * w->plane, result[x]);
        }
    }
}

/// Computes the first `rows` and `columns` of a tile's outputs.
INLINE void OF_LANES(winograd_store_outputs)(float *corner, const float *planes, const float *bias, bool relu,
                                             size_t rows, size_t columns, size_t left, const grisaille_winograd *w) {
    const size_t pitch = w->width * w->channels;
    LANES halves[WINOGRAD_TILE][WINOGRAD_WINDOW], result[WINOGRAD_TILE];
    UNROLLED for (size_t x = 0; x < WINOGRAD_WINDOW; x++) {
        LANES column[WINOGRAD_WINDOW];
        UNROLLED for (size_t y = 0; y < WINOGRAD_WINDOW; y++) {
            column[y] = LANES_LOAD(planes + (WINOGRAD_WINDOW * y + x) * w->plane);
        }
        OF_LANES(winograd_output)(result, column);
        UNROLLED for (size_t y = 0; y < WINOGRAD_TILE; y++) { halves[y][x] = result[y]; }
    }
    const LANES added = bias ? LANES_LOAD_PART(bias, left) : (LANES)0.0f;
    UNROLLED for (size_t y = 0; y < WINOGRAD_TILE; y++) {
        OF_LANES(winograd_output)(result, halves[y]);
        UNROLLED for (size_t x = 0; x < WINOGRAD_TILE; x++) {
            LANES sum = result[x] + added;
            if (relu) { sum = sum < (LANES)0.0f ? (LANES)0.0f : sum; }
            if (y < rows && x < columns) { LANES_STORE_PART(corner + y * pitch + x * w->channels, sum, left); }
        }
    }
}

/// Transforms the gradient of the first `rows` and `columns` of a tile's outputs.
INLINE void OF_LANES(winograd_lay_out_gradient)(float *planes, const float *corner, size_t rows, size_t columns,
                                                size_t left, const grisaille_winograd *w) {
    const size_t pitch = w->width * w->channels;
    LANES halves[WINOGRAD_WINDOW][WINOGRAD_TILE], result[WINOGRAD_WINDOW];
    UNROLLED for (size_t x = 0; x < WINOGRAD_TILE; x++) {
        LANES column[WINOGRAD_TILE];
        UNROLLED for (size_t y = 0; y < WINOGRAD_TILE; y++) {
            column[y] = (LANES)0.0f;
            if (y < rows && x < columns) { column[y] = LANES_LOAD_PART(corner + y * pitch + x * w->channels, left); }
        }
        OF_LANES(winograd_output_adjoint)(result, column);
        UNROLLED for (size_t y = 0; y < WINOGRAD_WINDOW; y++) { halves[y][x] = result[y]; }
    }
    UNROLLED for (size_t y = 0; y < WINOGRAD_WINDOW; y++) {
        OF_LANES(winograd_output_adjoint)(result, halves[y]);
        UNROLLED for (size_t x = 0; x < WINOGRAD_WINDOW; x++) {
            LANES_STORE(planes + (WINOGRAD_WINDOW * y + x) * w->plane, result[x]);
        }
    }
}
