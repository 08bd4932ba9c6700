/// A convolution's geometry along one side of the image.
struct WindowAxis: Sendable, Hashable {
    let side: Int
    let kernel: Int
    let stride: Int
    let padding: Int

    /// Positions of the window.
    var positions: Int { (side + stride - 1) / stride }
    /// The side of the image with the zeros around it that windows reach into.
    var borderedSide: Int { (positions - 1) * stride + kernel }
    /// The part of the image that any window reaches.
    var reachedSide: Int { min(side, borderedSide - padding) }

    /// The pixels of one residue modulo the stride, which the same taps reach: pixel `first + i · stride` is reached
    /// from the positions `firstPosition + i ..< firstPosition + i + taps`, from the first by the tap of the highest
    /// number, `lowestTap + (taps - 1) · stride`.
    struct Phase {
        let first: Int
        let count: Int
        let taps: Int
        let lowestTap: Int
        /// May lie before 0; positions beside the image's count as zeros.
        let firstPosition: Int
    }

    func phase(_ first: Int) -> Phase {
        let lowestTap = (first + padding) % stride
        let taps = lowestTap < kernel ? (kernel - lowestTap + stride - 1) / stride : 0
        return Phase(
            first: first, count: max(0, (side - first + stride - 1) / stride), taps: taps, lowestTap: lowestTap,
            firstPosition: (first + padding) / stride - (taps - 1))
    }

    /// Zeros that phases reach into before the first position and behind the last one.
    var positionBorder: (before: Int, after: Int) {
        var border = (before: 0, after: 0)
        for first in 0..<stride {
            let phase = phase(first)
            guard phase.count > 0, phase.taps > 0 else { continue }
            border.before = max(border.before, -phase.firstPosition)
            border.after = max(border.after, phase.firstPosition + phase.count - 1 + phase.taps - positions)
        }
        return border
    }
}
