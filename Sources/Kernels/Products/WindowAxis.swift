/// The geometry of a convolution along one side of the image.
struct WindowAxis: Sendable, Hashable {
    let side: Int
    let kernel: Int
    let stride: Int
    let padding: Int

    /// The number of positions of the window.
    var positions: Int { (side + stride - 1) / stride }
    /// The side of the image including the zeros that windows reach.
    var borderedSide: Int { (positions - 1) * stride + kernel }
    /// The part of the image that any window reaches.
    var reachedSide: Int { min(side, borderedSide - padding) }

    /// The pixels with one residue modulo the stride, which the same taps reach. Pixel `first + i · stride` is reached from
    /// the positions `firstPosition + i ..< firstPosition + i + taps`; the first of these reaches it with the highest tap,
    /// `lowestTap + (taps - 1) · stride`.
    struct Phase {
        let first: Int
        let count: Int
        let taps: Int
        let lowestTap: Int
        /// May be negative; positions outside the image count as zeros.
        let firstPosition: Int
    }

    func phase(_ first: Int) -> Phase {
        let lowestTap = (first + padding) % stride
        let taps = lowestTap < kernel ? (kernel - lowestTap + stride - 1) / stride : 0
        return Phase(
            first: first, count: max(0, (side - first + stride - 1) / stride), taps: taps, lowestTap: lowestTap,
            firstPosition: (first + padding) / stride - (taps - 1))
    }

    /// The number of zeros that phases reach before the first position and after the last one.
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
