#include "CPNG.h"
#include "CPNGBytes.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

static int channels(uint8_t colourType) {
    switch (colourType) {
    case 0: case 3: return 1;
    case 4: return 2;
    case 2: return 3;
    case 6: return 4;
    default: return 0;
    }
}

static bool isAllowed(uint8_t bitDepth, uint8_t colourType) {
    switch (bitDepth) {
    case 1: case 2: case 4: return colourType == 0 || colourType == 3;
    case 8: return channels(colourType) > 0;
    case 16: return channels(colourType) > 0 && colourType != 3;
    default: return false;
    }
}

static CPNGStatus damaged(char *reason, const char *text) {
    snprintf(reason, CPNGReasonSize, "%s", text);
    return CPNGStatusDamaged;
}

CPNGStatus CPNGReadHeader(const uint8_t *bytes, size_t count, CPNGHeader *header, char *reason) {
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    static const uint8_t start[8] = {0, 0, 0, 13, 'I', 'H', 'D', 'R'};
    reason[0] = 0;
    if (count == 0 || memcmp(bytes, signature, count < 8 ? count : 8) != 0) return CPNGStatusNotPNG;
    if (count < CPNGHeaderSize) return CPNGStatusTruncated;
    if (memcmp(bytes + 8, start, 8) != 0) return damaged(reason, "IHDR: missing");
    if (crc32_z(0, bytes + 12, 17) != CPNGGet32(bytes + 29)) return damaged(reason, "IHDR: CRC error");
    header->width = CPNGGet32(bytes + 16);
    header->height = CPNGGet32(bytes + 20);
    header->bitDepth = bytes[24];
    header->colourType = bytes[25];
    header->interlaced = bytes[28] == 1;
    if (header->width == 0 || header->height == 0 || header->width >> 31 || header->height >> 31)
        return damaged(reason, "IHDR: no such size");
    if (!isAllowed(header->bitDepth, header->colourType)) return damaged(reason, "IHDR: no such kind of image");
    if (bytes[26] != 0 || bytes[27] != 0 || bytes[28] > 1) return damaged(reason, "IHDR: unknown method");
    return CPNGStatusDone;
}

bool CPNGCanHold(const CPNGHeader *header, size_t fileSize) {
    uint64_t rowBits = (uint64_t)header->width * header->bitDepth * (uint64_t)channels(header->colourType);
    uint64_t rowBytes = 1 + (rowBits + 7) / 8;  // a filter byte, then the samples
    return rowBytes <= UINT64_MAX / header->height && rowBytes * header->height / 1032 <= fileSize;
}
