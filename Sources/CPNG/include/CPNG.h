/// Greyscale PNG through libpng's low-level calls, whose every `setjmp` stays behind these functions; what is grey and
/// plain is read through zlib alone. None of them jumps, prints or keeps state, and each may be called from any thread.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Room for a reason, its closing zero included.
enum { CPNGReasonSize = 160 };

typedef enum __attribute__((enum_extensibility(closed))) CPNGStatus {
    CPNGStatusDone,
    CPNGStatusNotPNG,
    CPNGStatusTruncated,
    /// `reason` holds libpng's words.
    CPNGStatusDamaged,
    /// Some pixel's red, green and blue differ, and no conversion was asked for.
    CPNGStatusColour,
    /// Some pixel isn't opaque.
    CPNGStatusTransparent,
    /// The file isn't of the size or the depth that the caller made room for.
    CPNGStatusMismatch,
} CPNGStatus;

/// What the first 33 bytes tell.
typedef struct CPNGHeader {
    uint32_t width;
    uint32_t height;
    /// 1, 2, 4, 8 or 16 bits a sample.
    uint8_t bitDepth;
    /// 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA.
    uint8_t colourType;
    bool interlaced;
} CPNGHeader;

/// Encoded bytes, to be given back with `CPNGFree`.
typedef struct CPNGBuffer {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
} CPNGBuffer;

/// How many bytes `CPNGReadHeader` looks at.
enum { CPNGHeaderSize = 33 };

/// Reads signature and IHDR, checksum included. Takes no memory.
CPNGStatus CPNGReadHeader(const uint8_t *bytes, size_t count, CPNGHeader *header, char *reason);

/// Whether a file of `fileSize` bytes can hold the pixels that its header promises: deflate never does better than
/// 1032 to 1, so a tiny file of a huge image is known to be broken before memory is taken for it.
bool CPNGCanHold(const CPNGHeader *header, size_t fileSize);

/// Decodes a PNG of 1 to 8 bits into `width` × `height` samples, 1, 2 and 4 bits stretched exactly over 0...255.
///
/// Samples come through unchanged: gAMA, iCCP, sBIT and the like are skipped unread. Every checksum is verified, those
/// of skipped chunks too. Bytes after IEND are ignored.
CPNGStatus CPNGRead8(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, bool convertToGrey, uint8_t *samples,
    char *reason);

/// As `CPNGRead8`, for 16 bits, in native byte order.
CPNGStatus CPNGRead16(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, bool convertToGrey, uint16_t *samples,
    char *reason);

/// Encodes grey samples of 8 or 16 bits. On failure `output` is empty and `reason` says why.
CPNGStatus CPNGWrite(
    const uint16_t *samples, uint32_t width, uint32_t height, uint8_t bitDepth, CPNGBuffer *output, char *reason);

/// Joins PNGs of the same size and depth, as `CPNGWrite` makes them, into an animation that plays for ever.
///
/// `encoded` holds them one after another, `lengths` the bytes of each. A frame lasts `delayNumerator` /
/// `delayDenominator` seconds.
CPNGStatus CPNGAnimate(
    const uint8_t *encoded, const size_t *lengths, uint32_t frameCount, uint16_t delayNumerator,
    uint16_t delayDenominator, CPNGBuffer *output, char *reason);

void CPNGFree(CPNGBuffer *buffer);

/// The CRC-32 of some bytes, as PNG and zip have it.
uint32_t CPNGChecksum(const uint8_t *bytes, size_t count);

/// Decompresses a raw deflate stream until it ends or the room of `capacity` bytes is full, and returns the bytes written.
/// `isWhole` tells whether it ended.
size_t CPNGInflate(const uint8_t *bytes, size_t count, uint8_t *output, size_t capacity, bool *isWhole);
