#include "CPNGFilter.h"

#include <string.h>

/// The size of a byte's difference, taken as a signed one.
static size_t sumOfSizes(const uint8_t *row, size_t count) {
    size_t sum = 0;
    // In blocks whose sums stay small, for the sake of short lanes.
    for (size_t start = 0; start < count; start += 256) {
        size_t end = count - start < 256 ? count : start + 256;
        uint16_t part = 0;
        for (size_t x = start; x < end; ++x) part += (uint16_t)(row[x] < 128 ? row[x] : 256 - row[x]);
        sum += part;
    }
    return sum;
}

static void subtract(
    const uint8_t *restrict row, const uint8_t *restrict foretold, size_t count, uint8_t *restrict filtered) {
    for (size_t x = 0; x < count; ++x) filtered[x] = (uint8_t)(row[x] - foretold[x]);
}

static void subtractAverage(
    const uint8_t *restrict row, const uint8_t *restrict left, const uint8_t *restrict above, size_t count,
    uint8_t *restrict filtered) {
    for (size_t x = 0; x < count; ++x) filtered[x] = (uint8_t)(row[x] - (uint8_t)((left[x] + above[x]) / 2));
}

static void subtractPaeth(
    const uint8_t *restrict row, const uint8_t *restrict left, const uint8_t *restrict above,
    const uint8_t *restrict corner, size_t count, uint8_t *restrict filtered) {
    for (size_t x = 0; x < count; ++x) {
        filtered[x] = (uint8_t)(row[x] - (uint8_t)CPNGPaeth(left[x], above[x], corner[x]));
    }
}

const uint8_t *CPNGFilterRow(
    const uint8_t *row, const uint8_t *above, size_t count, size_t step, uint8_t *candidates) {
    const uint8_t *left = row - step, *corner = above - step;
    const uint8_t *best = candidates;
    size_t least = SIZE_MAX;
    for (int filter = FilterNone; filter < FilterCount; ++filter, candidates += count + 1) {
        uint8_t *filtered = candidates + 1;
        switch (filter) {
        case FilterNone: memcpy(filtered, row, count); break;
        case FilterSub: subtract(row, left, count, filtered); break;
        case FilterUp: subtract(row, above, count, filtered); break;
        case FilterAverage: subtractAverage(row, left, above, count, filtered); break;
        default: subtractPaeth(row, left, above, corner, count, filtered); break;
        }
        candidates[0] = (uint8_t)filter;
        size_t sum = sumOfSizes(filtered, count);
        if (sum < least) best = candidates;
        if (sum < least) least = sum;
    }
    return best;
}
