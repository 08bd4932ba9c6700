#include "CPNGPlain.h"

#include "CPNGBytes.h"
#include "CPNGFilter.h"

#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

/// An iterator over the chunks of a file.
typedef struct Chunks {
    const uint8_t *bytes;
    size_t count;
    size_t offset;
    /// The four letters and the data of the current chunk.
    const uint8_t *type;
    const uint8_t *data;
    uint32_t length;
} Chunks;

/// Moves to the next chunk and verifies its checksum; false if the chunk is incomplete or damaged.
static bool advance(Chunks *chunks) {
    const uint8_t *start = chunks->bytes + chunks->offset;
    size_t left = chunks->count - chunks->offset;
    if (left < 12 || CPNGGet32(start) > 0x7fffffff || CPNGGet32(start) > left - 12) return false;
    chunks->length = CPNGGet32(start);
    chunks->type = start + 4;
    chunks->data = start + 8;
    chunks->offset += (size_t)chunks->length + 12;
    return crc32_z(0, chunks->type, (size_t)chunks->length + 4) == CPNGGet32(chunks->data + chunks->length);
}

static bool is(const Chunks *chunks, const char *type) {
    return memcmp(chunks->type, type, 4) == 0;
}

/// Whether the chunk doesn't affect the samples: its first letter is in lower case, and it isn't tRNS.
static bool isSkipped(const Chunks *chunks) {
    for (int i = 0; i < 4; ++i) {
        uint8_t letter = chunks->type[i] | 0x20;
        if (letter < 'a' || letter > 'z') return false;
    }
    return chunks->type[0] & 0x20 && !is(chunks, "tRNS");
}

/// Moves to the next chunk that affects the samples, and returns whether it has a type.
static bool find(Chunks *chunks, const char *type) {
    do {
        if (!advance(chunks)) return false;
    } while (isSkipped(chunks));
    return is(chunks, type);
}

/// Inflates until the buffer is full or the stream ends.
static int fill(z_stream *stream, Chunks *chunks) {
    while (true) {
        // With Z_FINISH, zlib allocates no window unless it needs one.
        int status = inflate(stream, Z_FINISH);
        if (status != Z_OK && status != Z_BUF_ERROR) return status;
        if (stream->avail_out == 0 || stream->avail_in > 0) return status;
        if (!advance(chunks) || !is(chunks, "IDAT")) return Z_DATA_ERROR;
        stream->next_in = chunks->data;
        stream->avail_in = chunks->length;
    }
}

/// A buffer for some rows of filtered samples.
typedef struct Rows {
    size_t width;
    size_t height;
    size_t sampleBytes;
    /// The number of rows in the buffer.
    size_t capacity;
    /// `[capacity, 1 + width · sampleBytes]` filtered rows, then `Slack` bytes, then a row of zeros.
    uint8_t *storage;
} Rows;

/// Bytes after the last row. zlib's fast loop needs room for one more match.
enum { Slack = 300 };

static bool readRows(z_stream *stream, Chunks *chunks, const Rows *rows, uint8_t *output) {
    size_t rowBytes = rows->width * rows->sampleBytes, stride = rowBytes + 1;
    const uint8_t *above = rows->storage + rows->capacity * stride + Slack;
    for (size_t y = 0; y < rows->height;) {
        size_t count = rows->height - y < rows->capacity ? rows->height - y : rows->capacity;
        bool isLast = y + count == rows->height;
        stream->next_out = rows->storage;
        stream->avail_out = (uInt)(count * stride + (isLast ? Slack : 0));
        int status = fill(stream, chunks);
        if ((size_t)(stream->next_out - rows->storage) != count * stride) return false;
        if (isLast ? status != Z_STREAM_END : status != Z_OK && status != Z_BUF_ERROR) return false;
        if (!CPNGUnfilter(rows->storage, count, rows->width, rows->sampleBytes, above, output)) return false;
        y += count;
        output += count * rowBytes;
        above = output - rowBytes;
    }
    return stream->avail_in == 0 && find(chunks, "IEND") && chunks->length == 0;
}

static void toNative(uint16_t *samples, size_t count) {
    const uint8_t *bytes = (const uint8_t *)samples;
    for (size_t i = 0; i < count; ++i) samples[i] = (uint16_t)(bytes[2 * i] << 8 | bytes[2 * i + 1]);
}

bool CPNGIsPlain(const CPNGHeader *header) {
    return header->colourType == 0 && header->bitDepth >= 8 && !header->interlaced;
}

bool CPNGReadPlain(const uint8_t *bytes, size_t count, const CPNGHeader *header, void *samples) {
    static const size_t storageBytes = 1 << 16;
    Chunks chunks = {.bytes = bytes, .count = count, .offset = CPNGHeaderSize};
    Rows rows = {.width = header->width, .height = header->height, .sampleBytes = header->bitDepth / 8};
    size_t stride = rows.width * rows.sampleBytes + 1;
    if (stride > 1 << 30 || !find(&chunks, "IDAT")) return false;
    rows.capacity = stride < storageBytes ? storageBytes / stride : 1;
    if (rows.capacity > rows.height) rows.capacity = rows.height;
    size_t filteredBytes = rows.capacity * stride + Slack;
    rows.storage = malloc(filteredBytes + stride);
    z_stream stream = {.next_in = chunks.data, .avail_in = chunks.length};
    bool isRead = false;
    if (rows.storage && inflateInit(&stream) == Z_OK) {
        memset(rows.storage + filteredBytes, 0, stride);
        isRead = readRows(&stream, &chunks, &rows, samples);
        inflateEnd(&stream);
    }
    free(rows.storage);
    if (isRead && rows.sampleBytes == 2) toNative(samples, rows.width * rows.height);
    return isRead;
}
