/// A PNG in the making, chunk by chunk.
#pragma once

#include "CPNG.h"

typedef struct Output {
    CPNGBuffer *buffer;
    /// Where the chunk at hand begins.
    size_t chunk;
    /// Memory ran out. Nothing more is taken then.
    bool hasFailed;
} Output;

/// Begins with the signature and the IHDR, whose 13 bytes of data are given.
Output CPNGBegin(CPNGBuffer *buffer, const uint8_t *header);

/// Begins a chunk of four letters. What is appended until `CPNGEndChunk` is its data.
void CPNGBeginChunk(Output *output, const char *type);

void CPNGAppend(Output *output, const void *bytes, size_t count);

/// Room for `count` bytes behind what was appended; NULL when there is none. Add to `output->buffer->count` what was
/// used of it.
uint8_t *CPNGMakeRoom(Output *output, size_t count);

void CPNGEndChunk(Output *output);

void CPNGAppendChunk(Output *output, const char *type, const void *bytes, size_t count);

/// Ends with IEND. When anything has failed, the buffer is empty and `reason` says why.
CPNGStatus CPNGEnd(Output *output, char *reason);
