/// The number of pixels of each level in images of one depth.
package struct LevelHistogram: Sendable, Hashable {
    package let bitDepth: BitDepth
    /// The number of pixels of each level, `[maximumLevel + 1]`.
    package let counts: [Int]

    /// - Precondition: There is one count for each level of the depth.
    init(bitDepth: BitDepth, counts: [Int]) {
        precondition(counts.count == bitDepth.maximumLevel + 1, "one count a level")
        self.bitDepth = bitDepth
        self.counts = counts
    }

    /// The number of all pixels.
    package var pixelCount: Int { counts.reduce(0, +) }
    /// The lowest level that occurs; nil without pixels.
    package var minimum: Int? { counts.firstIndex { $0 > 0 } }
    /// The highest level that occurs; nil without pixels.
    package var maximum: Int? { counts.lastIndex { $0 > 0 } }
    /// The number of different levels.
    package var distinctCount: Int { counts.count { $0 > 0 } }

    /// The mean level.
    package var mean: Double {
        counts.enumerated().reduce(0.0) { $0 + Double($1.offset) * Double($1.element) } / Double(max(1, pixelCount))
    }

    /// The standard deviation of the levels, in levels.
    package var standardDeviation: Double {
        let mean = mean
        let squares = counts.enumerated().reduce(0.0) { sum, entry in
            let difference = Double(entry.offset) - mean
            return sum + difference * difference * Double(entry.element)
        }
        return (squares / Double(max(1, pixelCount))).squareRoot()
    }

    /// The number of pixels whose level lies outside a range.
    package func count(outside range: ClosedRange<Int>) -> Int {
        counts.enumerated().reduce(0) { range.contains($1.offset) ? $0 : $0 + $1.element }
    }

    /// The lowest level such that at least `share` of the pixels don't exceed it.
    ///
    /// - Precondition: `share` lies within 0...1.
    package func quantile(_ share: Double) -> Int {
        precondition((0...1).contains(share), "a share")
        let wanted = share * Double(pixelCount)
        var sum = 0
        for (level, count) in counts.enumerated() where count > 0 {
            sum += count
            if Double(sum) >= wanted { return level }
        }
        return maximum ?? 0
    }
}

extension ImageDataset {
    /// The number of pixels of each level in all images.
    ///
    /// - Complexity: O(pixels of all images + levels of the depth).
    package func levelHistogram() -> LevelHistogram { samples.levelHistogram() }
}

extension PackedSamples {
    func levelHistogram() -> LevelHistogram {
        var counts = [Int](repeating: 0, count: bitDepth.maximumLevel + 1)
        counts.withUnsafeMutableBufferPointer { counts in
            switch self {
            case .eight(let samples): for sample in samples { counts[Int(sample)] += 1 }
            case .sixteen(let samples): for sample in samples { counts[Int(sample)] += 1 }
            }
        }
        return LevelHistogram(bitDepth: bitDepth, counts: counts)
    }
}
