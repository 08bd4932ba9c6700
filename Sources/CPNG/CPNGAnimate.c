#include "CPNGBytes.h"
#include "CPNGOutput.h"

#include <stdio.h>
#include <string.h>

static void put16(uint8_t *bytes, uint16_t value) {
    bytes[0] = (uint8_t)(value >> 8);
    bytes[1] = (uint8_t)value;
}

/// What all frames share: the file, the delay and the number of the next fcTL or fdAT.
typedef struct Animation {
    Output output;
    uint32_t sequence;
    uint16_t delayNumerator;
    uint16_t delayDenominator;
} Animation;

static void writeFrameControl(Animation *animation, const uint8_t *size) {
    uint8_t control[26] = {0};  // at (0, 0), left as it is afterwards, replacing what was there
    CPNGPut32(control, animation->sequence++);
    memcpy(control + 4, size, 8);
    put16(control + 20, animation->delayNumerator);
    put16(control + 22, animation->delayDenominator);
    CPNGAppendChunk(&animation->output, "fcTL", control, sizeof control);
}

/// Passes the IDAT chunks of one PNG on: as they are for the first frame, as fdAT for the others. False when they
/// aren't whole.
static bool writeFrameData(Animation *animation, const uint8_t *bytes, size_t count, bool isFirst) {
    size_t offset = CPNGHeaderSize;
    while (count - offset >= 12) {
        uint32_t length = CPNGGet32(bytes + offset);
        const uint8_t *type = bytes + offset + 4, *data = bytes + offset + 8;
        if (length > count - offset - 12) return false;
        offset += (size_t)length + 12;
        if (memcmp(type, "IDAT", 4) != 0) continue;
        CPNGBeginChunk(&animation->output, isFirst ? "IDAT" : "fdAT");
        uint8_t sequence[4];
        if (!isFirst) {
            CPNGPut32(sequence, animation->sequence++);
            CPNGAppend(&animation->output, sequence, 4);
        }
        CPNGAppend(&animation->output, data, length);
        CPNGEndChunk(&animation->output);
    }
    return true;
}

CPNGStatus CPNGAnimate(
    const uint8_t *encoded, const size_t *lengths, uint32_t frameCount, uint16_t delayNumerator,
    uint16_t delayDenominator, CPNGBuffer *buffer, char *reason) {
    const uint8_t *header = encoded + 16;  // the data of the first IHDR
    Animation animation = {
        .output = CPNGBegin(buffer, header), .delayNumerator = delayNumerator, .delayDenominator = delayDenominator};
    uint8_t control[8] = {0};  // the second half, zero, is the number of plays: for ever
    CPNGPut32(control, frameCount);
    CPNGAppendChunk(&animation.output, "acTL", control, sizeof control);
    bool isWhole = true;
    for (uint32_t frame = 0; frame < frameCount && isWhole; encoded += lengths[frame++]) {
        isWhole = lengths[frame] >= CPNGHeaderSize && memcmp(encoded + 16, header, 13) == 0;
        if (!isWhole) break;
        writeFrameControl(&animation, header);
        isWhole = writeFrameData(&animation, encoded, lengths[frame], frame == 0);
    }
    CPNGStatus status = CPNGEnd(&animation.output, reason);
    if (isWhole || status != CPNGStatusDone) return status;
    CPNGFree(buffer);
    snprintf(reason, CPNGReasonSize, "the frames are damaged, or differ in size or depth");
    return CPNGStatusDamaged;
}
