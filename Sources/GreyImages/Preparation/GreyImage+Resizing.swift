extension GreyImage {
    /// The image resized without aliasing.
    ///
    /// Sides that shrink are averaged over area. Sides that grow are interpolated linearly. The arithmetic is exact and
    /// rounded once, to the nearest level, so a constant image stays constant. An image of that size is returned unchanged.
    ///
    /// - Parameters:
    ///   - newSize: The new size.
    ///   - fit: What to do if the proportions differ.
    /// - Precondition: Both sides are positive.
    /// - Complexity: O(width · height + new width · height + new width · new height).
    public func resized(to newSize: ImageSize, fit: Fit = .pad) -> GreyImage {
        precondition(newSize.width > 0 && newSize.height > 0, "an image has at least one pixel")
        if newSize == size { return self }
        switch fit {
        case .stretch:
            return stretched(to: newSize)
        case .pad:
            return stretched(to: size.fitted(within: newSize)).centred(in: newSize)
        case .crop:
            // Cropping comes first. Otherwise a long, thin image would become huge.
            return centred(in: newSize.fitted(within: size)).stretched(to: newSize)
        }
    }

    /// The image with another bit depth. 8-bit levels are multiplied by 257, 16-bit levels are divided by 257 and rounded.
    public func converted(to newDepth: BitDepth) -> GreyImage {
        switch (bitDepth, newDepth) {
        case (.eight, .eight), (.sixteen, .sixteen): self
        case (.eight, .sixteen): GreyImage(size: size, bitDepth: newDepth, samples: samples.map { $0 * 257 })
        case (.sixteen, .eight):
            GreyImage(size: size, bitDepth: newDepth, samples: samples.map { UInt16((UInt32($0) + 128) / 257) })
        }
    }

    /// Crops or pads evenly on both sides. An odd pixel goes to the right or the bottom.
    func centred(in newSize: ImageSize, level: UInt16 = 0) -> GreyImage {
        if newSize == size { return self }
        var canvas = Canvas(size: newSize, bitDepth: bitDepth, level: level)
        // A shift rounds down for negative numbers too, so cropping undoes padding exactly.
        canvas.draw(self, x: (newSize.width - width) >> 1, y: (newSize.height - height) >> 1)
        return canvas.image
    }

    private func stretched(to newSize: ImageSize) -> GreyImage {
        if newSize == size { return self }
        let across = AxisResampling(from: width, to: newSize.width)
        let down = AxisResampling(from: height, to: newSize.height)
        let total = across.total * down.total
        // The rows that the current target row needs, resampled to the new width as integer sums.
        var rows: [Int: [UInt64]] = [:]
        var result: [UInt16] = []
        result.reserveCapacity(newSize.pixelCount)
        for y in 0..<newSize.height {
            let start = down.starts[y]
            let weights = down.weights[down.offsets[y]..<down.offsets[y + 1]]
            rows = rows.filter { $0.key >= start }
            var sums = [UInt64](repeating: total / 2, count: newSize.width)
            for (row, weight) in zip(start..., weights) {
                let sumsAcross = rows[row] ?? across.sums(of: samples[(row * width)..<((row + 1) * width)])
                rows[row] = sumsAcross
                for x in 0..<newSize.width { sums[x] += weight * sumsAcross[x] }
            }
            result.append(contentsOf: sums.lazy.map { UInt16($0 / total) })
        }
        return GreyImage(size: newSize, bitDepth: bitDepth, samples: result)
    }
}

extension AxisResampling {
    /// The weighted sums of a row: `[source]` to `[target]`.
    func sums(of row: ArraySlice<UInt16>) -> [UInt64] {
        starts.indices.map { index in
            var sum: UInt64 = 0
            var sample = row.startIndex + starts[index]
            for offset in offsets[index]..<offsets[index + 1] {
                sum += UInt64(row[sample]) * weights[offset]
                sample += 1
            }
            return sum
        }
    }
}

extension ImageSize {
    /// The largest size with these proportions within a frame, rounded to the nearest pixel and at least 1×1.
    func fitted(within frame: ImageSize) -> ImageSize {
        // This size is wider than the frame if width / height > frame.width / frame.height.
        if width * frame.height >= height * frame.width {
            let height = (2 * self.height * frame.width + width) / (2 * width)
            return ImageSize(width: frame.width, height: min(max(height, 1), frame.height))
        }
        let width = (2 * self.width * frame.height + self.height) / (2 * self.height)
        return ImageSize(width: min(max(width, 1), frame.width), height: frame.height)
    }
}
