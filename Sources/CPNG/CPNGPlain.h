/// A way around libpng for the plain kind of PNG.
#pragma once

#include "CPNG.h"

/// Whether `CPNGReadPlain` may be tried: grey samples of 8 or 16 bits, not interlaced.
bool CPNGIsPlain(const CPNGHeader *header);

/// Decodes a plain PNG, 16 bits in native byte order, and verifies every checksum.
///
/// libpng inflates a row at a time, which keeps zlib from its fast loop; here it is many rows at a time. False when
/// anything at all is out of the ordinary or out of order: libpng then has the last word. `samples` may have been
/// written to by then.
bool CPNGReadPlain(const uint8_t *bytes, size_t count, const CPNGHeader *header, void *samples);
