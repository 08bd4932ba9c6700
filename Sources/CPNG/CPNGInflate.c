#include "CPNG.h"

#include <limits.h>
#define ZLIB_CONST
#include <zlib.h>

uint32_t CPNGChecksum(const uint8_t *bytes, size_t count) {
    return (uint32_t)crc32_z(0, bytes, count);
}

size_t CPNGInflate(const uint8_t *bytes, size_t count, uint8_t *output, size_t capacity, bool *isWhole) {
    *isWhole = false;
    z_stream stream = {0};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return 0;  // a raw stream without zlib's header
    uint8_t none;  // zlib needs a valid pointer even for no bytes
    stream.next_out = output ? output : &none;
    size_t left = capacity;
    int status = Z_OK;
    while (status == Z_OK) {
        // zlib's counters have 32 bits.
        if (stream.avail_in == 0 && count > 0) {
            stream.next_in = bytes;
            stream.avail_in = count < UINT_MAX ? (uInt)count : UINT_MAX;
            bytes += stream.avail_in;
            count -= stream.avail_in;
        }
        if (stream.avail_out == 0 && left > 0) {
            stream.avail_out = left < UINT_MAX ? (uInt)left : UINT_MAX;
            left -= stream.avail_out;
        }
        status = inflate(&stream, Z_NO_FLUSH);
    }
    *isWhole = status == Z_STREAM_END;
    size_t written = capacity - left - stream.avail_out;
    inflateEnd(&stream);
    return written;
}
