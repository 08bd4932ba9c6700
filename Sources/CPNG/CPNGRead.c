#include "CPNG.h"
#include "CPNGPlain.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// The state of a decoding.
typedef struct Reader {
    jmp_buf escape;
    const uint8_t *bytes;
    size_t count;
    size_t offset;
    png_structp png;
    png_infop info;
    /// Rows of several channels before they are merged: one row, or all rows of an interlaced image.
    uint8_t *scratch;
    CPNGStatus status;
    char *reason;
} Reader;

_Noreturn static void stop(Reader *reader, CPNGStatus status, const char *reason) {
    reader->status = status;
    snprintf(reader->reason, CPNGReasonSize, "%s", reason);
    longjmp(reader->escape, 1);
}

static void onError(png_structp png, png_const_charp message) {
    stop(png_get_error_ptr(png), CPNGStatusDamaged, message);
}

/// Makes a damaged tRNS chunk an error. libpng only warns, and then treats the image as opaque. With an alpha channel, tRNS
/// isn't allowed and is ignored.
static void onWarning(png_structp png, png_const_charp message) {
    if (strncmp(message, "tRNS: ", 6) == 0 && strcmp(message + 6, "invalid with alpha channel") != 0)
        onError(png, message);
}

static void onRead(png_structp png, png_bytep destination, size_t count) {
    Reader *reader = png_get_io_ptr(png);
    if (count > reader->count - reader->offset) stop(reader, CPNGStatusTruncated, "the file ends early");
    memcpy(destination, reader->bytes + reader->offset, count);
    reader->offset += count;
}

static void prepare(Reader *reader) {
    // libpng can call onError before it returns, so the caller must have called setjmp by now.
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, onError, onWarning);
    if (!reader->png) stop(reader, CPNGStatusDamaged, "libpng can't start");
    png_structp png = reader->png;
    reader->info = png_create_info_struct(png);
    if (!reader->info) stop(reader, CPNGStatusDamaged, "out of memory");
    png_set_read_fn(png, reader, onRead);
    png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    // The caller limits the size. Chunks that don't affect the samples are skipped, so nothing in them is inflated or
    // kept, and they can be as long as the file.
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_chunk_cache_max(png, 16);
    png_set_chunk_malloc_max(png, reader->count < 65536 ? 65536 : reader->count);
    png_read_info(png, reader->info);
}

/// Finds the transparent colour of an image without an alpha channel, scaled like the samples; false if there is none.
static bool transparentColour(const Reader *reader, uint32_t key[3]) {
    png_color_16p colour = NULL;
    if (!(png_get_tRNS(reader->png, reader->info, NULL, NULL, &colour) & PNG_INFO_tRNS) || !colour) return false;
    int depth = png_get_bit_depth(reader->png, reader->info);
    if (png_get_color_type(reader->png, reader->info) == PNG_COLOR_TYPE_GRAY) {
        uint32_t mask = (1u << depth) - 1;
        key[0] = (colour->gray & mask) * (depth < 8 ? 255 / mask : 1);
    } else {
        uint32_t mask = depth == 8 ? 0xff : 0xffff;
        key[0] = colour->red & mask;
        key[1] = colour->green & mask;
        key[2] = colour->blue & mask;
    }
    return true;
}

/// The Rec. 709 luma of the stored samples, rounded. Grey stays unchanged because the weights sum to 10,000.
static inline uint32_t luma(uint32_t red, uint32_t green, uint32_t blue) {
    return (2126 * red + 7152 * green + 722 * blue + 5000) / 10000;
}

// Merges rows of 2, 3 or 4 channels into grey, and searches for the transparent colour.
#define MERGE(Name, Sample, Opaque)                                                                                   \
    static CPNGStatus Name(                                                                                           \
        const Sample *pixels, size_t count, int channels, const uint32_t *key, bool convert, Sample *grey) {          \
        for (size_t i = 0; i < count; ++i, pixels += channels) {                                                      \
            bool hasAlpha = channels == 2 || channels == 4;                                                           \
            if (hasAlpha && pixels[channels - 1] != Opaque) return CPNGStatusTransparent;                             \
            if (channels < 3) {                                                                                       \
                grey[i] = pixels[0];                                                                                  \
                continue;                                                                                             \
            }                                                                                                         \
            uint32_t red = pixels[0], green = pixels[1], blue = pixels[2];                                            \
            if (key && red == key[0] && green == key[1] && blue == key[2]) return CPNGStatusTransparent;              \
            if (!convert && (red != green || green != blue)) return CPNGStatusColour;                                 \
            grey[i] = (Sample)luma(red, green, blue);                                                                 \
        }                                                                                                             \
        return CPNGStatusDone;                                                                                        \
    }

MERGE(merge8, uint8_t, 0xff)
MERGE(merge16, uint16_t, 0xffff)

/// Replaces palette indices with grey levels, in place.
static CPNGStatus applyPalette(Reader *reader, bool convert, uint8_t *samples, size_t count) {
    bool used[256] = {false};
    for (size_t i = 0; i < count; ++i) used[samples[i]] = true;
    png_colorp palette = NULL;
    int paletteCount = 0, alphaCount = 0;
    png_bytep alphas = NULL;
    png_get_PLTE(reader->png, reader->info, &palette, &paletteCount);
    if (!(png_get_tRNS(reader->png, reader->info, &alphas, &alphaCount, NULL) & PNG_INFO_tRNS)) alphaCount = 0;
    uint8_t levels[256] = {0};
    for (int i = 0; i < 256; ++i) {
        if (!used[i]) continue;
        if (i >= paletteCount) {
            snprintf(reader->reason, CPNGReasonSize, "PLTE: colour %d is missing", i);
            return CPNGStatusDamaged;
        }
        if (i < alphaCount && alphas[i] != 0xff) return CPNGStatusTransparent;
        png_color colour = palette[i];
        if (!convert && (colour.red != colour.green || colour.green != colour.blue)) return CPNGStatusColour;
        levels[i] = (uint8_t)luma(colour.red, colour.green, colour.blue);
    }
    for (size_t i = 0; i < count; ++i) samples[i] = levels[samples[i]];
    return CPNGStatusDone;
}

/// Reads rows of one channel directly into the samples.
static void readRows(Reader *reader, int passes, uint32_t height, size_t stride, uint8_t *rows) {
    for (int pass = 0; pass < passes; ++pass)
        for (uint32_t y = 0; y < height; ++y) png_read_row(reader->png, rows + y * stride, NULL);
}

/// Searches for the transparent level in the samples.
static CPNGStatus checkGrey(const Reader *reader, size_t count, int depth, const void *samples) {
    uint32_t key[3];
    if (!transparentColour(reader, key)) return CPNGStatusDone;
    for (size_t i = 0; i < count; ++i) {
        uint32_t level = depth == 16 ? ((const uint16_t *)samples)[i] : ((const uint8_t *)samples)[i];
        if (level == key[0]) return CPNGStatusTransparent;
    }
    return CPNGStatusDone;
}

static CPNGStatus readChannels(
    Reader *reader, int passes, uint32_t width, uint32_t height, int depth, bool convert, void *samples) {
    int channels = png_get_channels(reader->png, reader->info);
    size_t stride = png_get_rowbytes(reader->png, reader->info);
    bool isInterlaced = passes > 1;
    reader->scratch = calloc(isInterlaced ? height : 1, stride);
    if (!reader->scratch) stop(reader, CPNGStatusDamaged, "out of memory");
    uint32_t keyStorage[3];
    const uint32_t *key = transparentColour(reader, keyStorage) ? keyStorage : NULL;
    if (isInterlaced) readRows(reader, passes, height, stride, reader->scratch);
    for (uint32_t y = 0; y < height; ++y) {
        if (!isInterlaced) png_read_row(reader->png, reader->scratch, NULL);
        const void *row = reader->scratch + (isInterlaced ? y * stride : 0);
        size_t start = (size_t)y * width;
        CPNGStatus status = depth == 16 ? merge16(row, width, channels, key, convert, (uint16_t *)samples + start)
                                        : merge8(row, width, channels, key, convert, (uint8_t *)samples + start);
        if (status != CPNGStatusDone) return status;
    }
    png_read_end(reader->png, NULL);
    return CPNGStatusDone;
}

static CPNGStatus readImage(
    Reader *reader, uint32_t width, uint32_t height, bool isSixteen, bool convert, void *samples) {
    prepare(reader);
    png_structp png = reader->png;
    png_infop info = reader->info;
    int depth = png_get_bit_depth(png, info);
    int colourType = png_get_color_type(png, info);
    if (colourType == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(png);
    if (colourType == PNG_COLOR_TYPE_PALETTE) png_set_packing(png);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (depth == 16) png_set_swap(png);
#endif
    int passes = png_set_interlace_handling(png);
    if (colourType != PNG_COLOR_TYPE_GRAY && colourType != PNG_COLOR_TYPE_PALETTE) {
        png_start_read_image(png);
        return readChannels(reader, passes, width, height, depth, convert, samples);
    }
    size_t count = (size_t)width * height;
    png_start_read_image(png);
    readRows(reader, passes, height, (size_t)width * (isSixteen ? 2 : 1), samples);
    png_read_end(png, NULL);
    return colourType == PNG_COLOR_TYPE_GRAY ? checkGrey(reader, count, depth, samples)
                                             : applyPalette(reader, convert, samples, count);
}

/// Calls `setjmp`. It is separate from `readSamples`, so that the reader isn't a local variable that a jump can corrupt.
static void attempt(Reader *reader, uint32_t width, uint32_t height, bool isSixteen, bool convert, void *samples) {
    if (setjmp(reader->escape) == 0) reader->status = readImage(reader, width, height, isSixteen, convert, samples);
}

static CPNGStatus readSamples(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, bool isSixteen, bool convert, void *samples,
    char *reason) {
    Reader reader = {.bytes = bytes, .count = count, .status = CPNGStatusDone, .reason = reason};
    CPNGHeader header;
    CPNGStatus status = CPNGReadHeader(bytes, count, &header, reason);
    if (status != CPNGStatusDone) return status;
    if (!CPNGCanHold(&header, count)) return CPNGStatusTruncated;
    if (header.width != width || header.height != height || (header.bitDepth == 16) != isSixteen)
        return CPNGStatusMismatch;
    if (CPNGIsPlain(&header) && CPNGReadPlain(bytes, count, &header, samples)) return CPNGStatusDone;
    attempt(&reader, width, height, isSixteen, convert, samples);
    free(reader.scratch);
    png_destroy_read_struct(&reader.png, &reader.info, NULL);
    return reader.status;
}

CPNGStatus CPNGRead8(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, bool convertToGrey, uint8_t *samples,
    char *reason) {
    return readSamples(bytes, count, width, height, false, convertToGrey, samples, reason);
}

CPNGStatus CPNGRead16(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, bool convertToGrey, uint16_t *samples,
    char *reason) {
    return readSamples(bytes, count, width, height, true, convertToGrey, samples, reason);
}
