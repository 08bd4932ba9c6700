/// Writing to memory, shared by the encoder and the animator.
#pragma once

#include "CPNG.h"

#include <png.h>
#include <setjmp.h>

/// One encoding. It belongs to the caller of the function that sets the jump, so that no jump may spoil it.
typedef struct Writer {
    jmp_buf escape;
    png_structp png;
    png_infop info;
    uint8_t *scratch;
    CPNGBuffer *output;
    CPNGStatus status;
    char *reason;
} Writer;

/// Makes `writer->png`, which appends to `writer->output` and jumps to `writer->escape` when something fails.
void CPNGStartWriting(Writer *writer);

/// Frees all but the output, and that too unless the writing went well.
CPNGStatus CPNGFinishWriting(Writer *writer);
