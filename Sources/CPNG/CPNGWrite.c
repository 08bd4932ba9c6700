#include "CPNGMemory.h"

#include <stdlib.h>
#include <zlib.h>

/// Chooses libpng's settings for speed. Files of grey images are at most 2 % larger than with its defaults.
///
/// A filtered photograph is mostly noise, in which runs of one byte are nearly the only matches. Looking for runs alone
/// (`Z_RLE`) takes 30 to 90 % less time than looking for all matches. All five filters would save at most another 2.5 % of
/// space for 10 to 25 % more time. Both remaining filters are necessary: without Paeth, enlarged images, as in contact
/// sheets, would grow by a third, and without None, images of two noisy levels by a seventh.
static void tune(png_structp png, size_t rowBytes, size_t height) {
    size_t count = (rowBytes + 1) * height;
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE | PNG_FILTER_PAETH);
    png_set_compression_level(png, 6);
    png_set_compression_strategy(png, Z_RLE);
    // Half of the default memory, which is cleared for each image, holds a small image in one block.
    if (count < 1 << 13) png_set_compression_mem_level(png, 7);
    // All but the largest images then have one IDAT chunk, even if they are noise.
    size_t bound = count + count / 8 + 64;
    png_set_compression_buffer_size(png, bound < 1 << 18 ? bound : 1 << 18);
}

/// Writes the rows: 16-bit samples directly, 8-bit samples through the scratch buffer.
static void writeRows(Writer *writer, const uint16_t *samples, uint32_t width, uint32_t height, uint8_t bitDepth) {
    for (uint32_t y = 0; y < height; ++y, samples += width) {
        if (bitDepth == 8)
            for (uint32_t x = 0; x < width; ++x) writer->scratch[x] = (uint8_t)samples[x];
        png_write_row(writer->png, bitDepth == 8 ? writer->scratch : (png_const_bytep)samples);
    }
}

static void writeImage(Writer *writer, const uint16_t *samples, uint32_t width, uint32_t height, uint8_t bitDepth) {
    CPNGStartWriting(writer);
    png_structp png = writer->png;
    writer->scratch = malloc(width);
    if (!writer->scratch) png_error(png, "out of memory");
    png_set_IHDR(
        png, writer->info, width, height, bitDepth, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE,
        PNG_FILTER_TYPE_BASE);
    tune(png, (size_t)width * (bitDepth / 8), height);
    png_write_info(png, writer->info);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (bitDepth == 16) png_set_swap(png);
#endif
    writeRows(writer, samples, width, height, bitDepth);
    png_write_end(png, NULL);
}

static void attempt(Writer *writer, const uint16_t *samples, uint32_t width, uint32_t height, uint8_t bitDepth) {
    if (setjmp(writer->escape) == 0) writeImage(writer, samples, width, height, bitDepth);
}

CPNGStatus CPNGWrite(
    const uint16_t *samples, uint32_t width, uint32_t height, uint8_t bitDepth, CPNGBuffer *output, char *reason) {
    reason[0] = 0;
    *output = (CPNGBuffer){0};
    Writer writer = {.output = output, .status = CPNGStatusDone, .reason = reason};
    attempt(&writer, samples, width, height, bitDepth);
    return CPNGFinishWriting(&writer);
}
