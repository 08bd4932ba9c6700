#include "CPNGOutput.h"

#include "CPNGBytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

uint8_t *CPNGMakeRoom(Output *output, size_t count) {
    CPNGBuffer *buffer = output->buffer;
    if (!output->hasFailed && count > buffer->capacity - buffer->count) {
        bool isTooMuch = count > SIZE_MAX / 4 || buffer->count > SIZE_MAX / 4;
        size_t capacity = isTooMuch ? 0 : 2 * (buffer->count + count);
        uint8_t *grown = isTooMuch ? NULL : realloc(buffer->bytes, capacity);
        output->hasFailed = !grown;
        if (grown) {
            buffer->bytes = grown;
            buffer->capacity = capacity;
        }
    }
    return output->hasFailed ? NULL : buffer->bytes + buffer->count;
}

void CPNGAppend(Output *output, const void *bytes, size_t count) {
    uint8_t *room = CPNGMakeRoom(output, count);
    if (!room) return;
    if (count > 0) memcpy(room, bytes, count);
    output->buffer->count += count;
}

void CPNGBeginChunk(Output *output, const char *type) {
    output->chunk = output->buffer->count;
    const uint8_t length[4] = {0};
    CPNGAppend(output, length, 4);
    CPNGAppend(output, type, 4);
}

void CPNGEndChunk(Output *output) {
    if (output->hasFailed) return;
    uint8_t *start = output->buffer->bytes + output->chunk;
    size_t count = output->buffer->count - output->chunk - 8;
    CPNGPut32(start, (uint32_t)count);
    uint8_t checksum[4];
    CPNGPut32(checksum, (uint32_t)crc32_z(0, start + 4, count + 4));
    CPNGAppend(output, checksum, 4);
}

void CPNGAppendChunk(Output *output, const char *type, const void *bytes, size_t count) {
    CPNGBeginChunk(output, type);
    CPNGAppend(output, bytes, count);
    CPNGEndChunk(output);
}

Output CPNGBegin(CPNGBuffer *buffer, const uint8_t *header) {
    Output output = {.buffer = buffer};
    *buffer = (CPNGBuffer){0};
    CPNGAppend(&output, CPNGSignature, sizeof CPNGSignature);
    CPNGAppendChunk(&output, "IHDR", header, 13);
    return output;
}

CPNGStatus CPNGEnd(Output *output, char *reason) {
    CPNGAppendChunk(output, "IEND", NULL, 0);
    reason[0] = 0;
    if (!output->hasFailed) return CPNGStatusDone;
    snprintf(reason, CPNGReasonSize, "out of memory");
    CPNGFree(output->buffer);
    return CPNGStatusDamaged;
}

void CPNGFree(CPNGBuffer *buffer) {
    free(buffer->bytes);
    *buffer = (CPNGBuffer){0};
}
