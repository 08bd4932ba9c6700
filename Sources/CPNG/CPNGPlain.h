/// A fast decoder for the most common kind of greyscale PNG.
#pragma once

#include "CPNG.h"

/// Whether `CPNGReadPlain` can be tried: the image is grey with 8 or 16 bits, and not interlaced.
bool CPNGIsPlain(const CPNGHeader *header);

/// Decodes a plain PNG, 16 bits in native byte order, and verifies every checksum.
///
/// libpng inflates one row at a time, so zlib can't use its fast loop. This function inflates many rows at a time. It
/// returns false if anything is unusual or damaged. libpng should then decode the file. `samples` may have been changed.
bool CPNGReadPlain(const uint8_t *bytes, size_t count, const CPNGHeader *header, void *samples);
