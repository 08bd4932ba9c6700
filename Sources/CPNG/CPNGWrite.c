#include "CPNGMemory.h"

#include <stdlib.h>
#include <zlib.h>

/// Libpng's settings, chosen for speed: files of grey images grow by 2 % at most over those of its defaults.
///
/// What the filters leave of a photograph is noise in which little but runs of one byte is found again. To look for
/// runs alone (`Z_RLE`) takes 30 to 90 % less time than to look for every match. Five filters a row would save another
/// 2.5 % at most, for a tenth to a quarter more time. Neither of these two can be spared: without Paeth, enlarged
/// images, as in contact sheets, would grow by a third, and without none, those of two noisy levels by a seventh.
static void tune(png_structp png, size_t rowBytes, size_t height) {
    size_t count = (rowBytes + 1) * height;
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE | PNG_FILTER_PAETH);
    png_set_compression_level(png, 6);
    png_set_compression_strategy(png, Z_RLE);
    // Half as much memory as by default, cleared anew for each image, still holds a small one in one block.
    if (count < 1 << 13) png_set_compression_mem_level(png, 7);
    // One IDAT for all but the largest images, noise included.
    size_t bound = count + count / 8 + 64;
    png_set_compression_buffer_size(png, bound < 1 << 18 ? bound : 1 << 18);
}

/// Samples of 16 bits go to libpng as they are, those of 8 through the scratch.
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
