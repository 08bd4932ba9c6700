#include "CPNGMemory.h"

#include <stdlib.h>

static void writeImage(Writer *writer, const uint16_t *samples, uint32_t width, uint32_t height, uint8_t bitDepth) {
    CPNGStartWriting(writer);
    png_structp png = writer->png;
    size_t sampleBytes = bitDepth == 16 ? 2 : 1;
    writer->scratch = malloc((size_t)width * sampleBytes);
    if (!writer->scratch) png_error(png, "out of memory");
    png_set_IHDR(
        png, writer->info, width, height, bitDepth, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE,
        PNG_FILTER_TYPE_BASE);
    // On medical images of 64 by 64, level 9 saves 0.4 % more for half as much time again; Paeth alone costs 1.8 %.
    png_set_compression_level(png, 6);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_ALL_FILTERS);
    // One IDAT for all but the largest images.
    size_t imageBytes = (size_t)width * sampleBytes * height;
    png_set_compression_buffer_size(png, imageBytes < 4096 ? 4096 : imageBytes < 1 << 18 ? imageBytes : 1 << 18);
    png_write_info(png, writer->info);
    for (uint32_t y = 0; y < height; ++y, samples += width) {
        uint8_t *row = writer->scratch;
        if (bitDepth == 16) {
            for (uint32_t x = 0; x < width; ++x) {
                row[2 * (size_t)x] = (uint8_t)(samples[x] >> 8);
                row[2 * (size_t)x + 1] = (uint8_t)samples[x];
            }
        } else {
            for (uint32_t x = 0; x < width; ++x) row[x] = (uint8_t)samples[x];
        }
        png_write_row(png, row);
    }
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
