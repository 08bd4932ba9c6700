/// The bytes that a PNG begins with, and its numbers, the highest byte first.
#pragma once

#include <stdint.h>

static const uint8_t CPNGSignature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

static inline uint32_t CPNGGet32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static inline void CPNGPut32(uint8_t *bytes, uint32_t value) {
    for (int i = 0; i < 4; ++i) bytes[i] = (uint8_t)(value >> (24 - 8 * i));
}
