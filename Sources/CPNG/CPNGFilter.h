/// The filters of PNG rows, which predict a byte from its neighbours and store the difference.
///
/// Source: W3C, "Portable Network Graphics (PNG) Specification", chapter 9.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FilterNone, FilterSub, FilterUp, FilterAverage, FilterPaeth };

/// The Paeth predictor: whichever of the bytes on the left, above, and above on the left is nearest to
/// left + above - corner.
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
/// - filtered: `[rows, 1 + width · sampleBytes]`, the filter of each row first.
/// - above: the unfiltered row above the first one; zeros at the top of an image.
/// - output: `[rows, width · sampleBytes]`, in the file's byte order.
/// - sampleBytes: 1 or 2.
///
/// Returns whether all filters are valid.
bool CPNGUnfilter(
    const uint8_t *filtered, size_t rows, size_t width, size_t sampleBytes, const uint8_t *above, uint8_t *output);
