/// Big-endian numbers, as PNG stores them.
#pragma once

#include <stdint.h>

static inline uint32_t CPNGGet32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}
