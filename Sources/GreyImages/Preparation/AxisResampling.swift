/// The weights that resample one side of an image to another length. They are integers, so that results are rounded once.
///
/// Shrinking averages over area: a target pixel covers `source / target` source pixels and weighs each by its overlap.
/// Enlarging interpolates linearly between pixel centres, and repeats the outermost pixels beyond their centres.
struct AxisResampling {
    /// The first source index that contributes to each target index, `[target]`.
    private(set) var starts: [Int] = []
    /// The index in ``weights`` where those of each target index begin, `[target + 1]`.
    private(set) var offsets: [Int] = [0]
    private(set) var weights: [UInt64] = []
    /// The sum of the weights of each target index.
    let total: UInt64

    /// - Complexity: O(source + target).
    init(from source: Int, to target: Int) {
        total = source == target ? 1 : UInt64(target < source ? source : 2 * target)
        for index in 0..<target {
            if source == target {
                append(start: index, weights: [1])
            } else if target < source {
                appendArea(index, source: source, target: target)
            } else {
                appendLinear(index, source: source, target: target)
            }
        }
    }

    /// Appends area weights. In units of 1/target source pixels, source pixel i lies at i·target ..< (i + 1)·target.
    private mutating func appendArea(_ index: Int, source: Int, target: Int) {
        let lower = index * source
        let upper = lower + source
        let first = lower / target
        let last = (upper - 1) / target
        append(
            start: first,
            weights: (first...last).map { UInt64(min(upper, ($0 + 1) * target) - max(lower, $0 * target)) })
    }

    /// Appends interpolation weights. Positions are in units of 1/(2·target) source pixels from the first source centre.
    private mutating func appendLinear(_ index: Int, source: Int, target: Int) {
        let unit = 2 * target
        let position = min(max((2 * index + 1) * source - target, 0), (source - 1) * unit)
        let first = position / unit
        let second = UInt64(position % unit)
        append(start: first, weights: second == 0 ? [UInt64(unit)] : [UInt64(unit) - second, second])
    }

    private mutating func append(start: Int, weights: [UInt64]) {
        starts.append(start)
        self.weights += weights
        offsets.append(self.weights.count)
    }
}
