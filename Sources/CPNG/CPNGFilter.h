/// The filters of a PNG's rows, which foretell a byte from its neighbours and keep the difference.
///
/// Source: W3C, "Portable Network Graphics (PNG) Specification", chapter 9.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FilterNone, FilterSub, FilterUp, FilterAverage, FilterPaeth };

/// Of the bytes to the left, above, and above to the left, the one next to left + above - corner.
static inline int CPNGPaeth(int left, int above, int corner) {
    int rise = above - corner, step = left - corner, both = rise + step;
    int toLeft = rise < 0 ? -rise : rise;
    int toAbove = step < 0 ? -step : step;
    int toCorner = both < 0 ? -both : both;
    int other = toAbove <= toCorner ? above : corner;
    int least = toAbove <= toCorner ? toAbove : toCorner;
    return toLeft <= least ? left : other;
}

/// Undoes the filters of whole rows of `width` samples of one channel.
///
/// - filtered: `[rows, 1 + width · sampleBytes]`, each row's filter first.
/// - above: the row above the first one, undone; all zeros at the top of an image.
/// - output: `[rows, width · sampleBytes]`, in the file's byte order.
/// - sampleBytes: 1 or 2.
///
/// Returns whether all filters are known.
bool CPNGUnfilter(
    const uint8_t *filtered, size_t rows, size_t width, size_t sampleBytes, const uint8_t *above, uint8_t *output);
