#include "CPNGFilter.h"

#include <string.h>

// `step` is the distance to the same byte of the sample on the left: 1 or 2. Each loop is compiled for both values.
#define EACH_STEP(step, loop) \
    if (step == 1) { loop(1) } else { loop(2) }

static void undoSub(const uint8_t *filtered, size_t count, size_t step, uint8_t *row) {
    memcpy(row, filtered, step);
#define LOOP(step) for (size_t x = step; x < count; ++x) row[x] = (uint8_t)(filtered[x] + row[x - step]);
    EACH_STEP(step, LOOP)
#undef LOOP
}

static void undoUp(const uint8_t *restrict filtered, size_t count, const uint8_t *restrict above, uint8_t *restrict row) {
    for (size_t x = 0; x < count; ++x) row[x] = (uint8_t)(filtered[x] + above[x]);
}

static void undoAverage(const uint8_t *filtered, size_t count, size_t step, const uint8_t *above, uint8_t *row) {
    for (size_t x = 0; x < step; ++x) row[x] = (uint8_t)(filtered[x] + above[x] / 2);
#define LOOP(step) \
    for (size_t x = step; x < count; ++x) row[x] = (uint8_t)(filtered[x] + (row[x - step] + above[x]) / 2);
    EACH_STEP(step, LOOP)
#undef LOOP
}

static void undoPaeth(const uint8_t *filtered, size_t count, size_t step, const uint8_t *above, uint8_t *row) {
    // Bytes outside the image are zero, so the byte above is the nearest.
    for (size_t x = 0; x < step; ++x) row[x] = (uint8_t)(filtered[x] + above[x]);
#define LOOP(step) \
    for (size_t x = step; x < count; ++x) \
        row[x] = (uint8_t)(filtered[x] + CPNGPaeth(row[x - step], above[x], above[x - step]));
    EACH_STEP(step, LOOP)
#undef LOOP
}

/// Processes two rows of 8-bit samples at once, the lower one byte behind. Each byte depends on the one on its left, so two
/// rows together take little more time than one.
static void undoPaethPair(
    const uint8_t *filtered, size_t stride, size_t width, const uint8_t *restrict above, uint8_t *restrict row) {
    const uint8_t *upper = filtered + 1, *lower = filtered + stride + 1;
    uint8_t *next = row + width;
    int corner = above[0], left = (uint8_t)(upper[0] + corner), nextCorner = 0, nextLeft = 0;
    row[0] = (uint8_t)left;
    for (size_t x = 1; x < width; ++x) {
        int value = (uint8_t)(upper[x] + CPNGPaeth(left, above[x], corner));
        nextLeft = (uint8_t)(lower[x - 1] + CPNGPaeth(nextLeft, left, nextCorner));
        next[x - 1] = (uint8_t)nextLeft;
        nextCorner = left;
        corner = above[x];
        left = value;
        row[x] = (uint8_t)left;
    }
    next[width - 1] = (uint8_t)(lower[width - 1] + CPNGPaeth(nextLeft, left, nextCorner));
}

bool CPNGUnfilter(
    const uint8_t *filtered, size_t rows, size_t width, size_t sampleBytes, const uint8_t *above, uint8_t *output) {
    size_t count = width * sampleBytes, stride = count + 1;
    for (size_t y = 0; y < rows; ++y, filtered += stride, above = output, output += count) {
        switch (filtered[0]) {
        case FilterNone: memcpy(output, filtered + 1, count); break;
        case FilterSub: undoSub(filtered + 1, count, sampleBytes, output); break;
        case FilterUp: undoUp(filtered + 1, count, above, output); break;
        case FilterAverage: undoAverage(filtered + 1, count, sampleBytes, above, output); break;
        case FilterPaeth:
            if (sampleBytes == 1 && y + 1 < rows && filtered[stride] == FilterPaeth) {
                undoPaethPair(filtered, stride, width, above, output);
                ++y;
                filtered += stride;
                output += count;
                break;
            }
            undoPaeth(filtered + 1, count, sampleBytes, above, output);
            break;
        default: return false;
        }
    }
    return true;
}
