// Memory of the next product, fetched into the cache while this one is computed.
#pragma once

#include "Vectors.h"

/// A run of memory that is fetched into the second-level cache, a part after each tile, so that requests and arithmetic
/// overlap.
typedef struct {
    const float *place;
    size_t lines, lines_per_tile;
} fetching;

enum { FLOATS_PER_LINE = 16 };

INLINE fetching fetch_between(size_t tiles, const float *place, size_t count) {
    size_t lines = place ? (count + FLOATS_PER_LINE - 1) / FLOATS_PER_LINE : 0;
    return (fetching){.place = place, .lines = lines, .lines_per_tile = tiles > 0 ? (lines + tiles - 1) / tiles : 0};
}

INLINE void fetch_part(fetching *f) {
    size_t count = f->lines < f->lines_per_tile ? f->lines : f->lines_per_tile;
    for (size_t i = 0; i < count; i++) { __builtin_prefetch(f->place + i * FLOATS_PER_LINE, 0, 2); }
    f->place += count * FLOATS_PER_LINE;
    f->lines -= count;
}
