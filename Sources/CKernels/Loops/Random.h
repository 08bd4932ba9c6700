// Counter-based random numbers: a number depends on its key and counter alone, so the order of the computations doesn't
// matter.
// Source: Salmon et al., 2011, "Parallel random numbers: as easy as 1, 2, 3" (Philox4x32-10).
#pragma once

#include "Functions.h"

static void philox(uint32_t *restrict words, const uint32_t key[2], const uint32_t stream[3],
                   size_t first_block, size_t blocks) {
    uint32_t key0 = key[0], key1 = key[1], stream0 = stream[0], stream1 = stream[1], stream2 = stream[2];
    for (size_t block = 0; block < blocks; block++) {
        uint32_t c0 = (uint32_t)(first_block + block), c1 = stream0, c2 = stream1, c3 = stream2;
        uint32_t k0 = key0, k1 = key1;
        for (int round = 0; round < 10; round++) {
            uint64_t p0 = (uint64_t)0xD2511F53 * c0, p1 = (uint64_t)0xCD9E8D57 * c2;
            c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
            c1 = (uint32_t)p1;
            c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
            c3 = (uint32_t)p0;
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        words[4 * block] = c0;
        words[4 * block + 1] = c1;
        words[4 * block + 2] = c2;
        words[4 * block + 3] = c3;
    }
}

/// The middle of one of 2²³ equal parts of the unit interval, which is never 0 or 1.
INLINE float unit(uint32_t word) { return ((float)(int32_t)(word >> 9) + 0.5f) * 0x1p-23f; }

/// The number of words that are computed at a time, on the stack.
enum { RANDOM_BLOCK = 256 };

static void uniform(float *restrict values, const uint32_t key[2], const uint32_t stream[3], size_t count) {
    uint32_t words[RANDOM_BLOCK];
    for (size_t start = 0; start < count; start += RANDOM_BLOCK) {
        philox(words, key, stream, start / 4, RANDOM_BLOCK / 4);
        size_t made = smaller(RANDOM_BLOCK, count - start);
        for (size_t i = 0; i < made; i++) { values[start + i] = unit(words[i]); }
    }
}

/// Box–Muller: a radius from the first word of every pair, an angle from the second.
static void normal_pairs(float *restrict values, const uint32_t *restrict words, size_t count) {
    for (size_t i = 0; i < count; i += 2) {
        float radius = __builtin_elementwise_sqrt(-2.0f * logarithm(unit(words[i])));
        // The angle in quarter turns: the nearest whole number, and a remainder within ±π/4 for the series.
        float turns = 4.0f * unit(words[i + 1]);
        float whole = nearest(turns);
        float r = (turns - whole) * 1.57079633f;
        float r2 = r * r;
        float sine = r * (1.0f + r2 * (-1.0f / 6 + r2 * (1.0f / 120 + r2 * (-1.0f / 5040))));
        float cosine = 1.0f + r2 * (-0.5f + r2 * (1.0f / 24 + r2 * (-1.0f / 720 + r2 * (1.0f / 40320))));
        int32_t quarter = (int32_t)whole & 3;
        bool swapped = (quarter & 1) != 0;
        float x = swapped ? sine : cosine, y = swapped ? cosine : sine;
        values[i] = radius * (quarter == 1 || quarter == 2 ? -x : x);
        values[i + 1] = radius * (quarter >= 2 ? -y : y);
    }
}

static void normal(float *restrict values, const uint32_t key[2], const uint32_t stream[3], size_t count) {
    uint32_t words[RANDOM_BLOCK];
    float made[RANDOM_BLOCK];
    for (size_t start = 0; start < count; start += RANDOM_BLOCK) {
        // The last part fills whole registers.
        size_t part = smaller(RANDOM_BLOCK, (count - start + 15) / 16 * 16);
        philox(words, key, stream, start / 4, part / 4);
        normal_pairs(made, words, part);
        memcpy(values + start, made, smaller(RANDOM_BLOCK, count - start) * sizeof(float));
    }
}
