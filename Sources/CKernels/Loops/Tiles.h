// The innermost loops of all products: a tile of the output is held in registers over the whole depth.
#pragma once

#include "Vectors.h"

// A tile leaves registers for the right side's vectors and a broadcast element of the left side.
enum { TILE_ROWS = 14, TILE_VECTORS = 3, TILE_COLUMNS = TILE_VECTORS * VECTOR };

/// output[r][c] = Σ left[r][k] · right[k][c] over all k, then the bias, the activation and the sum of `grisaille_product`.
typedef struct {
    const grisaille_product *product;
    const float *left;
    ptrdiff_t left_row;
    const float *right;
    ptrdiff_t right_depth[3];
    float *output;
    ptrdiff_t output_row;
    const float *bias;
    /// The number of columns in the last vector.
    size_t last;
} tile;

/// Keeps the compiler from splitting a pointer into one per row, for which there are not enough registers.
#define KEEP_WHOLE(pointer) __asm__("" : "+r"(pointer))

/// - is_changed: whether anything happens to the product before it is stored.
INLINE void store_tile(const size_t rows, const size_t vectors, vector sums[TILE_ROWS][TILE_VECTORS],
                       const bool is_changed, const tile *t) {
    const grisaille_product *p = t->product;
    UNROLLED for (size_t v = 0; v < vectors; v++) {
        const bool is_part = v + 1 == vectors && t->last < VECTOR;
        vector bias = (vector)0.0f;
        if (is_changed && t->bias) {
            bias = is_part ? load_first(t->bias + v * VECTOR, t->last) : load(t->bias + v * VECTOR);
        }
        UNROLLED for (size_t r = 0; r < rows; r++) {
            float *place = t->output + (ptrdiff_t)r * t->output_row + v * VECTOR;
            vector sum = sums[r][v];
            if (is_changed) {
                if (p->accumulate) { sum += is_part ? load_first(place, t->last) : load(place); }
                if (t->bias) { sum += bias; }
                if (p->relu) { sum = sum < (vector)0.0f ? (vector)0.0f : sum; }
            }
            if (is_part) {
                store_first(place, sum, t->last);
            } else {
                store(place, sum);
            }
        }
    }
}

/// - halves_last: whether the last vector's columns fill at most half of it.
INLINE void compute_tile(const size_t rows, const size_t vectors, const bool halves_last, const tile *t) {
    const size_t half = 7, whole = halves_last ? vectors - 1 : vectors;
    const grisaille_product *p = t->product;
    const ptrdiff_t row = t->left_row, left_step = p->left_depth[2], right_step = t->right_depth[2];
    vector sums[TILE_ROWS][TILE_VECTORS];
    half_vector last_sums[TILE_ROWS];
    UNROLLED for (size_t r = 0; r < rows; r++) {
        UNROLLED for (size_t v = 0; v < vectors; v++) { sums[r][v] = (vector)0.0f; }
        last_sums[r] = (half_vector)0.0f;
    }
    for (size_t i = 0; i < p->depth[0]; i++) {
        for (size_t j = 0; j < p->depth[1]; j++) {
            const float *left = t->left + (ptrdiff_t)i * p->left_depth[0] + (ptrdiff_t)j * p->left_depth[1];
            const float *lower = left + (ptrdiff_t)half * row;
            const float *right = t->right + (ptrdiff_t)i * t->right_depth[0] + (ptrdiff_t)j * t->right_depth[1];
            for (size_t k = p->depth[2]; k > 0; k--) {
                vector column[TILE_VECTORS];
                half_vector last_column = (half_vector)0.0f;
                UNROLLED for (size_t v = 0; v < whole; v++) { column[v] = load(right + v * VECTOR); }
                if (halves_last) { last_column = load_half(right + whole * VECTOR); }
                UNROLLED for (size_t r = 0; r < rows; r++) {
                    float element = r < half ? left[(ptrdiff_t)r * row] : lower[(ptrdiff_t)(r - half) * row];
                    UNROLLED for (size_t v = 0; v < whole; v++) { sums[r][v] += element * column[v]; }
                    if (halves_last) { last_sums[r] += element * last_column; }
                }
                left += left_step;
                lower += left_step;
                right += right_step;
                KEEP_WHOLE(left);
                KEEP_WHOLE(lower);
            }
        }
    }
    if (halves_last) {
        UNROLLED for (size_t r = 0; r < rows; r++) { memcpy(&sums[r][whole], &last_sums[r], sizeof(half_vector)); }
    }
    if (p->accumulate || t->bias || p->relu) {
        store_tile(rows, vectors, sums, true, t);
    } else {
        store_tile(rows, vectors, sums, false, t);
    }
}

#if defined(KERNELS_AVX512)
#define HALVES_LAST(t) ((t)->last <= VECTOR / 2)
#else
#define HALVES_LAST(t) false
#endif
#define TILE(rows, vectors) \
    static void tile_##rows##_##vectors(const tile *t) { \
        if (HALVES_LAST(t)) { \
            compute_tile(rows, vectors, true, t); \
        } else { \
            compute_tile(rows, vectors, false, t); \
        } \
    }
TILE(1, 1) TILE(2, 1) TILE(3, 1) TILE(4, 1) TILE(5, 1) TILE(6, 1) TILE(7, 1) TILE(8, 1) TILE(9, 1) TILE(10, 1)
TILE(11, 1) TILE(12, 1)
TILE(1, 2) TILE(2, 2) TILE(3, 2) TILE(4, 2) TILE(5, 2) TILE(6, 2)
TILE(1, 3) TILE(2, 3) TILE(3, 3) TILE(4, 3)
#if MANY_REGISTERS
TILE(13, 1) TILE(14, 1)
TILE(7, 2) TILE(8, 2) TILE(9, 2) TILE(10, 2) TILE(11, 2) TILE(12, 2) TILE(13, 2) TILE(14, 2)
TILE(5, 3) TILE(6, 3) TILE(7, 3) TILE(8, 3) TILE(9, 3)
#endif

/// [vectors - 1][rows - 1]
static void (*const tiles[TILE_VECTORS][TILE_ROWS])(const tile *) = {
#if MANY_REGISTERS
    {tile_1_1, tile_2_1, tile_3_1, tile_4_1, tile_5_1, tile_6_1, tile_7_1, tile_8_1, tile_9_1, tile_10_1, tile_11_1,
     tile_12_1, tile_13_1, tile_14_1},
    {tile_1_2, tile_2_2, tile_3_2, tile_4_2, tile_5_2, tile_6_2, tile_7_2, tile_8_2, tile_9_2, tile_10_2, tile_11_2,
     tile_12_2, tile_13_2, tile_14_2},
    {tile_1_3, tile_2_3, tile_3_3, tile_4_3, tile_5_3, tile_6_3, tile_7_3, tile_8_3, tile_9_3},
#else
    {tile_1_1, tile_2_1, tile_3_1, tile_4_1, tile_5_1, tile_6_1, tile_7_1, tile_8_1, tile_9_1, tile_10_1, tile_11_1,
     tile_12_1},
    {tile_1_2, tile_2_2, tile_3_2, tile_4_2, tile_5_2, tile_6_2},
    {tile_1_3, tile_2_3, tile_3_3, tile_4_3},
#endif
};
/// The maximum number of rows of a tile with 1, 2 and 3 vectors.
static const size_t tile_rows[TILE_VECTORS] = {
#if MANY_REGISTERS
    14, 14, 9
#else
    12, 6, 4
#endif
};
