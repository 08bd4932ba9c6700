/// A PNG writer that writes to memory. Both the encoder and the animator use it.
#pragma once

#include "CPNG.h"

#include <png.h>
#include <setjmp.h>

/// The state of an encoding. It belongs to the caller of the function that calls `setjmp`, so that a jump can't corrupt it.
typedef struct Writer {
    jmp_buf escape;
    png_structp png;
    png_infop info;
    uint8_t *scratch;
    CPNGBuffer *output;
    CPNGStatus status;
    char *reason;
} Writer;

/// Creates `writer->png`, which appends to `writer->output` and jumps to `writer->escape` if something fails.
void CPNGStartWriting(Writer *writer);

/// Frees everything except the output, and the output too if writing failed.
CPNGStatus CPNGFinishWriting(Writer *writer);
