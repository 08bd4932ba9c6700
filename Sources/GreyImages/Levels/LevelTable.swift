/// A table of the level that each stored value becomes when a window is mapped.
struct LevelTable {
    private let levels: [UInt16]
    private let inside: ClosedRange<Int>?

    /// - Parameters:
    ///   - window: The window of stored values.
    ///   - depth: The depth of the stored values.
    ///   - newDepth: The depth of the levels.
    init(_ window: LevelWindow, from depth: BitDepth, to newDepth: BitDepth) {
        levels = (0...depth.maximumLevel).map { window.level(of: Double($0), bitDepth: newDepth) }
        let stored = (0...depth.maximumLevel)
        let first = stored.first { window.contains(Double($0)) }
        inside = first.map { $0...stored.last { window.contains(Double($0)) }! }
    }

    /// Maps stored values, and counts those that were clipped.
    func map(_ samples: [UInt16]) -> (levels: [UInt16], clippedCount: Int) {
        var clippedCount = 0
        let mapped = samples.map { sample in
            if inside?.contains(Int(sample)) != true { clippedCount += 1 }
            return levels[Int(sample)]
        }
        return (mapped, clippedCount)
    }
}
