// Products of matrices inside images, weights or gradients, cut into tiles, without unfolding windows.
#pragma once

#include "Fetching.h"
#include "Tiles.h"

/// The number of vectors of the next panel when that many are left: mostly two, as tiles of two vectors have the most rows.
INLINE size_t panel_vectors(size_t left) { return left == 3 ? 3 : left == 1 ? 1 : 2; }
INLINE size_t panel_columns(size_t columns_left) {
    return VECTOR * panel_vectors((columns_left + VECTOR - 1) / VECTOR);
}

INLINE size_t depth_count(const grisaille_product *p) { return p->depth[0] * p->depth[1] * p->depth[2]; }

static size_t panels_count(size_t depth, size_t columns) { return depth * VECTOR * ((columns + VECTOR - 1) / VECTOR); }

/// The start of a row by its number, where three counters count the rows.
INLINE ptrdiff_t row_offset(const size_t rows[3], const ptrdiff_t strides[3], size_t row) {
    size_t z = row % rows[2], y = row / rows[2] % rows[1], x = row / rows[2] / rows[1];
    return (ptrdiff_t)x * strides[0] + (ptrdiff_t)y * strides[1] + (ptrdiff_t)z * strides[2];
}

/// A tile whose output rows have any distances, through a local copy.
static void compute_tile_apart(tile *t, size_t rows, size_t vectors, size_t columns, float *const *places) {
    float local[TILE_ROWS * TILE_COLUMNS];
    float *output = t->output;
    ptrdiff_t output_row = t->output_row;
    t->output = local;
    t->output_row = TILE_COLUMNS;
    if (t->product->accumulate) {
        for (size_t r = 0; r < rows; r++) { memcpy(local + r * TILE_COLUMNS, places[r], columns * sizeof(float)); }
    }
    tiles[vectors - 1][rows - 1](t);
    for (size_t r = 0; r < rows; r++) { memcpy(places[r], local + r * TILE_COLUMNS, columns * sizeof(float)); }
    t->output = output;
    t->output_row = output_row;
}

/// Computes one panel's columns for rows whose left sides have even distances. The tile is changed in place: a copy would
/// wait for the fields that have just been written.
///
/// - scattered: if not null, its `output_rows` give the places of the rows' outputs, counted from `first_row`.
/// - ahead: two runs of memory that are fetched meanwhile; null for none.
static void compute_even_rows(tile *t, size_t rows, size_t vectors, size_t columns,
                              const grisaille_product *scattered, size_t first_row, fetching *ahead) {
    size_t most = tile_rows[vectors - 1], count = (rows + most - 1) / most;
    t->last = columns - (vectors - 1) * VECTOR;
    for (size_t i = 0, row = 0; i < count; i++) {
        size_t tall = rows / count + (i < rows % count);
        if (scattered) {
            float *places[TILE_ROWS];
            for (size_t r = 0; r < tall; r++) {
                places[r] = t->output + row_offset(scattered->rows, scattered->output_rows, first_row + row + r);
            }
            compute_tile_apart(t, tall, vectors, columns, places);
        } else {
            tiles[vectors - 1][tall - 1](t);
        }
        if (ahead) {
            fetch_part(&ahead[0]);
            fetch_part(&ahead[1]);
        }
        t->left += (ptrdiff_t)tall * t->left_row;
        if (!scattered) { t->output += (ptrdiff_t)tall * t->output_row; }
        row += tall;
    }
}

/// Points a tile to a panel: the columns from `first` on.
INLINE tile panel_tile(const grisaille_product *p, size_t first, size_t width) {
    tile t = {.product = p, .left = p->left, .left_row = p->left_rows[2], .output = p->output + first,
              .output_row = p->output_rows[2], .bias = p->bias ? p->bias + first : NULL};
    if (p->right_in_panels) {
        t.right = p->right + first * depth_count(p);
        t.right_depth[2] = (ptrdiff_t)width;
        t.right_depth[1] = t.right_depth[2] * (ptrdiff_t)p->depth[2];
        t.right_depth[0] = t.right_depth[1] * (ptrdiff_t)p->depth[1];
    } else {
        t.right = p->right + first;
        for (int i = 0; i < 3; i++) { t.right_depth[i] = p->right_depth[i]; }
    }
    return t;
}

static void product_in_place(const grisaille_product *p) {
    // Most panels have two vectors.
    size_t panels = (p->columns + 2 * VECTOR - 1) / (2 * VECTOR);
    size_t tile_count = panels * p->rows[0] * p->rows[1] * ((p->rows[2] + tile_rows[1] - 1) / tile_rows[1]);
    fetching ahead[2] = {fetch_between(tile_count, p->next_left, p->next_left_count),
                         fetch_between(tile_count, p->next_right, p->next_right_count)};
    for (size_t first = 0; first < p->columns;) {
        size_t width = panel_columns(p->columns - first), columns = smaller(width, p->columns - first);
        tile t = panel_tile(p, first, width);
        const float *left = t.left;
        float *output = t.output;
        for (size_t x = 0; x < p->rows[0]; x++) {
            for (size_t y = 0; y < p->rows[1]; y++) {
                t.left = left + (ptrdiff_t)x * p->left_rows[0] + (ptrdiff_t)y * p->left_rows[1];
                t.output = output + (ptrdiff_t)x * p->output_rows[0] + (ptrdiff_t)y * p->output_rows[1];
                compute_even_rows(&t, p->rows[2], width / VECTOR, columns, NULL, 0, p->next_right ? ahead : NULL);
            }
        }
        first += width;
    }
}

/// Copies rows of the left side to rows with even distances.
static void gather_rows(float *restrict to, size_t pitch, const grisaille_product *p, size_t first, size_t count) {
    for (size_t r = 0; r < count; r++) {
        const float *row = p->left + row_offset(p->rows, p->left_rows, first + r);
        float *place = to + r * pitch;
        for (size_t i = 0; i < p->depth[0]; i++) {
            for (size_t j = 0; j < p->depth[1]; j++, place += p->depth[2]) {
                const float *run = row + (ptrdiff_t)i * p->left_depth[0] + (ptrdiff_t)j * p->left_depth[1];
                memcpy(place, run, p->depth[2] * sizeof(float));
            }
        }
    }
}

/// Whether rows are copied together first: where too few have even distances to fill a tile, or where the distance maps all
/// of them to the same few cache lines.
INLINE bool wants_gathering(const grisaille_product *p) {
    size_t rows = p->rows[0] * p->rows[1] * p->rows[2];
    bool is_short = p->rows[2] < tile_rows[1] / 2 && rows > p->rows[2];
    bool is_crowded = p->rows[2] > 4 && p->left_rows[2] % 512 == 0;
    return p->left_depth[2] == 1 && (is_short || is_crowded);
}

static void product(const grisaille_product *p, float *scratch) {
    if (!wants_gathering(p)) {
        product_in_place(p);
        return;
    }
    size_t rows = p->rows[0] * p->rows[1] * p->rows[2], depth = depth_count(p);
    // A pitch of whole cache lines that uses all sets of the cache in turn.
    size_t pitch = (depth + 31) / 32 * 32 + 16;
    size_t most = GRISAILLE_PRODUCT_SCRATCH / pitch;
    if (most == 0) {
        product_in_place(p);
        return;
    }
    grisaille_product gathered = *p;
    gathered.left = scratch;
    gathered.left_rows[2] = (ptrdiff_t)pitch;
    gathered.left_depth[1] = (ptrdiff_t)p->depth[2];
    gathered.left_depth[0] = (ptrdiff_t)(p->depth[1] * p->depth[2]);
    for (size_t start = 0; start < rows; start += most) {
        size_t count = smaller(most, rows - start);
        gather_rows(scratch, pitch, p, start, count);
        for (size_t first = 0; first < p->columns;) {
            size_t width = panel_columns(p->columns - first), columns = smaller(width, p->columns - first);
            tile t = panel_tile(&gathered, first, width);
            compute_even_rows(&t, count, width / VECTOR, columns, p, start, NULL);
            first += width;
        }
    }
}

/// to[k][c] = from[c][k] for a square of 4 × 4.
INLINE void transpose_square(float *to, size_t to_pitch, const float *from, ptrdiff_t from_pitch) {
    four a = *(const four *)from, b = *(const four *)(from + from_pitch);
    four c = *(const four *)(from + 2 * from_pitch), d = *(const four *)(from + 3 * from_pitch);
    four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab2 = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    four cd = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd2 = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    *(four *)to = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
    *(four *)(to + to_pitch) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
    *(four *)(to + 2 * to_pitch) = __builtin_shufflevector(ab2, cd2, 0, 1, 4, 5);
    *(four *)(to + 3 * to_pitch) = __builtin_shufflevector(ab2, cd2, 2, 3, 6, 7);
}

/// Packs a run of depth that is contiguous in each column.
static void pack_transposed(float *restrict panel, const float *restrict source, size_t depth, ptrdiff_t pitch,
                            size_t width, size_t columns) {
    for (size_t k = 0; k < depth;) {
        size_t height = depth - k >= 4 ? 4 : 1, c = 0;
        if (height == 4) {
            for (; c + 4 <= columns; c += 4) {
                transpose_square(panel + k * width + c, width, source + (ptrdiff_t)c * pitch + (ptrdiff_t)k, pitch);
            }
        }
        for (; c < width; c++) {
            for (size_t i = k; i < k + height; i++) {
                panel[i * width + c] = c < columns ? source[(ptrdiff_t)c * pitch + (ptrdiff_t)i] : 0;
            }
        }
        k += height;
    }
}

/// Packs the right side into panels.
static void pack_panels(float *restrict panels, const grisaille_packing *p) {
    for (size_t first = 0; first < p->columns;) {
        size_t width = panel_columns(p->columns - first), columns = smaller(width, p->columns - first);
        const float *corner = p->source + (ptrdiff_t)first * p->column_stride;
        for (size_t i = 0; i < p->depth[0]; i++) {
            for (size_t j = 0; j < p->depth[1]; j++) {
                const float *source =
                    corner + (ptrdiff_t)i * p->depth_strides[0] + (ptrdiff_t)j * p->depth_strides[1];
                if (p->column_stride == 1) {
                    for (size_t k = 0; k < p->depth[2]; k++) {
                        const float *row = source + (ptrdiff_t)k * p->depth_strides[2];
                        for (size_t c = 0; c < columns; c++) { panels[k * width + c] = row[c]; }
                        for (size_t c = columns; c < width; c++) { panels[k * width + c] = 0; }
                    }
                } else {
                    pack_transposed(panels, source, p->depth[2], p->column_stride, width, columns);
                }
                panels += p->depth[2] * width;
            }
        }
        first += width;
    }
}
