#include "CPNGMemory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void onError(png_structp png, png_const_charp message) {
    Writer *writer = png_get_error_ptr(png);
    writer->status = CPNGStatusDamaged;
    snprintf(writer->reason, CPNGReasonSize, "%s", message);
    longjmp(writer->escape, 1);
}

static void onWarning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void onWrite(png_structp png, png_bytep bytes, size_t count) {
    CPNGBuffer *output = ((Writer *)png_get_io_ptr(png))->output;
    if (count > output->capacity - output->count) {
        if (count > SIZE_MAX / 4 || output->count > SIZE_MAX / 4) png_error(png, "the image is too large");
        size_t capacity = 2 * (output->count + count);
        if (capacity < 4096) capacity = 4096;
        uint8_t *grown = realloc(output->bytes, capacity);
        if (!grown) png_error(png, "out of memory");
        output->bytes = grown;
        output->capacity = capacity;
    }
    memcpy(output->bytes + output->count, bytes, count);
    output->count += count;
}

static void onFlush(png_structp png) {
    (void)png;
}

void CPNGStartWriting(Writer *writer) {
    // libpng can call onError before it returns, so the caller must have called setjmp by now.
    writer->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, writer, onError, onWarning);
    if (writer->png) {
        writer->info = png_create_info_struct(writer->png);
        if (!writer->info) png_error(writer->png, "out of memory");
        png_set_write_fn(writer->png, writer, onWrite, onFlush);
        png_set_user_limits(writer->png, 0x7fffffff, 0x7fffffff);
        return;
    }
    writer->status = CPNGStatusDamaged;
    snprintf(writer->reason, CPNGReasonSize, "libpng can't start");
    longjmp(writer->escape, 1);
}

CPNGStatus CPNGFinishWriting(Writer *writer) {
    free(writer->scratch);
    png_destroy_write_struct(&writer->png, &writer->info);
    if (writer->status != CPNGStatusDone) CPNGFree(writer->output);
    return writer->status;
}

void CPNGFree(CPNGBuffer *buffer) {
    free(buffer->bytes);
    *buffer = (CPNGBuffer){0};
}
