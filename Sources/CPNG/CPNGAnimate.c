#include "CPNGMemory.h"

#include <string.h>

/// The state that all frames share: libpng's writer, the delay, and the sequence number of the next fcTL or fdAT chunk.
typedef struct Animation {
    png_structp png;
    uint32_t sequence;
    uint16_t delayNumerator;
    uint16_t delayDenominator;
} Animation;

static void writeFrameControl(Animation *animation, const uint8_t *size) {
    uint8_t control[26] = {0};  // offset (0, 0), dispose_op NONE, blend_op SOURCE
    png_save_uint_32(control, animation->sequence++);
    memcpy(control + 4, size, 8);
    png_save_uint_16(control + 20, animation->delayNumerator);
    png_save_uint_16(control + 22, animation->delayDenominator);
    png_write_chunk(animation->png, (png_const_bytep) "fcTL", control, sizeof control);
}

/// Writes the image data of one PNG: as IDAT chunks for the first frame, as fdAT chunks for the others.
static void writeFrameData(Animation *animation, const uint8_t *bytes, size_t count, bool isFirst) {
    size_t offset = CPNGHeaderSize;
    while (count - offset >= 12) {
        uint32_t length = png_get_uint_32(bytes + offset);
        const uint8_t *type = bytes + offset + 4, *data = bytes + offset + 8;
        if (length > count - offset - 12) png_error(animation->png, "a frame is damaged");
        offset += (size_t)length + 12;
        if (memcmp(type, "IDAT", 4) != 0) continue;
        if (isFirst) {
            png_write_chunk(animation->png, type, data, length);
            continue;
        }
        uint8_t sequence[4];
        png_save_uint_32(sequence, animation->sequence++);
        png_write_chunk_start(animation->png, (png_const_bytep) "fdAT", length + 4);
        png_write_chunk_data(animation->png, sequence, 4);
        png_write_chunk_data(animation->png, data, length);
        png_write_chunk_end(animation->png);
    }
}

static void writeAnimation(
    Writer *writer, Animation *animation, const uint8_t *encoded, const size_t *lengths, uint32_t frameCount) {
    CPNGStartWriting(writer);
    animation->png = writer->png;
    png_write_sig(writer->png);
    const uint8_t *header = encoded + 16;  // the data of the first IHDR
    png_write_chunk(writer->png, (png_const_bytep) "IHDR", header, 13);
    uint8_t control[8] = {0};  // the second half is the number of plays; zero means for ever
    png_save_uint_32(control, frameCount);
    png_write_chunk(writer->png, (png_const_bytep) "acTL", control, sizeof control);
    for (uint32_t frame = 0; frame < frameCount; encoded += lengths[frame++]) {
        if (lengths[frame] < CPNGHeaderSize || memcmp(encoded + 16, header, 13) != 0)
            png_error(writer->png, "the frames differ in size or depth");
        writeFrameControl(animation, header);
        writeFrameData(animation, encoded, lengths[frame], frame == 0);
    }
    png_write_chunk(writer->png, (png_const_bytep) "IEND", NULL, 0);
}

static void attempt(
    Writer *writer, Animation *animation, const uint8_t *encoded, const size_t *lengths, uint32_t frameCount) {
    if (setjmp(writer->escape) == 0) writeAnimation(writer, animation, encoded, lengths, frameCount);
}

CPNGStatus CPNGAnimate(
    const uint8_t *encoded, const size_t *lengths, uint32_t frameCount, uint16_t delayNumerator,
    uint16_t delayDenominator, CPNGBuffer *output, char *reason) {
    reason[0] = 0;
    *output = (CPNGBuffer){0};
    Writer writer = {.output = output, .status = CPNGStatusDone, .reason = reason};
    Animation animation = {.delayNumerator = delayNumerator, .delayDenominator = delayDenominator};
    attempt(&writer, &animation, encoded, lengths, frameCount);
    return CPNGFinishWriting(&writer);
}
