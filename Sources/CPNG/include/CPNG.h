/// Reads and writes greyscale PNGs with libpng's low-level functions. Common greyscale files are read with zlib alone.
///
/// All uses of `setjmp` are inside these functions. None of them jumps out, prints or keeps state, and each can be called
/// from any thread.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The size of the buffer for a reason, including its terminating zero.
enum { CPNGReasonSize = 160 };

typedef enum __attribute__((enum_extensibility(closed))) CPNGStatus {
    CPNGStatusDone,
    CPNGStatusNotPNG,
    CPNGStatusTruncated,
    /// `reason` holds libpng's message.
    CPNGStatusDamaged,
    /// A pixel isn't grey, and no conversion was requested.
    CPNGStatusColour,
    /// A pixel isn't opaque.
    CPNGStatusTransparent,
    /// The file doesn't have the size or depth that the caller expects.
    CPNGStatusMismatch,
} CPNGStatus;

/// The content of the first 33 bytes.
typedef struct CPNGHeader {
    uint32_t width;
    uint32_t height;
    /// 1, 2, 4, 8 or 16 bits a sample.
    uint8_t bitDepth;
    /// 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA.
    uint8_t colourType;
    bool interlaced;
} CPNGHeader;

/// Encoded bytes. The caller frees them with `CPNGFree`.
typedef struct CPNGBuffer {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
} CPNGBuffer;

/// The number of bytes that `CPNGReadHeader` reads.
enum { CPNGHeaderSize = 33 };

/// Reads the signature and the IHDR chunk, and verifies its checksum. Allocates no memory.
CPNGStatus CPNGReadHeader(const uint8_t *bytes, size_t count, CPNGHeader *header, char *reason);

/// Whether a file of `fileSize` bytes can hold the pixels that its header describes. Deflate's ratio is at most 1032 to 1, so
/// a tiny file that claims to be a huge image is rejected before memory is allocated.
bool CPNGCanHold(const CPNGHeader *header, size_t fileSize);

/// Decodes a PNG of 1 to 8 bits into `width` × `height` samples. Samples of 1, 2 and 4 bits are scaled exactly to 0...255.
///
/// Samples aren't changed: chunks such as gAMA, iCCP and sBIT are skipped. Every checksum is verified, including those of
/// skipped chunks. Bytes after IEND are ignored.
CPNGStatus CPNGRead8(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, bool convertToGrey, uint8_t *samples,
    char *reason);

/// Decodes a PNG of 16 bits as `CPNGRead8` does, into samples in native byte order.
CPNGStatus CPNGRead16(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, bool convertToGrey, uint16_t *samples,
    char *reason);

/// Encodes grey samples of 8 or 16 bits. If this fails, `output` is empty and `reason` says why.
CPNGStatus CPNGWrite(
    const uint16_t *samples, uint32_t width, uint32_t height, uint8_t bitDepth, CPNGBuffer *output, char *reason);

/// Joins PNGs of the same size and depth, as `CPNGWrite` writes them, into an animation that plays in an endless loop.
///
/// `encoded` holds them one after another, `lengths` the bytes of each. A frame lasts `delayNumerator` /
/// `delayDenominator` seconds.
CPNGStatus CPNGAnimate(
    const uint8_t *encoded, const size_t *lengths, uint32_t frameCount, uint16_t delayNumerator,
    uint16_t delayDenominator, CPNGBuffer *output, char *reason);

/// Frees the bytes of a buffer.
void CPNGFree(CPNGBuffer *buffer);

/// The CRC-32 of some bytes, as PNG and zip use it.
uint32_t CPNGChecksum(const uint8_t *bytes, size_t count);

/// Decompresses a raw deflate stream until it ends or `capacity` bytes are written, and returns the number of bytes written.
/// `isWhole` receives whether the stream ended.
size_t CPNGInflate(const uint8_t *bytes, size_t count, uint8_t *output, size_t capacity, bool *isWhole);
