/// An animated PNG: frames of one size that play in an endless loop in any browser.
package struct AnimatedPNG: Sendable, Hashable {
    package let frames: [GreyImage]
    package let framesPerSecond: Double

    /// - Precondition: There is at least one frame. All frames have the same size and depth. The rate lies in
    ///   1/65,535...65,535 frames per second.
    package init(frames: [GreyImage], framesPerSecond: Double) {
        precondition(!frames.isEmpty, "an animation has at least one frame")
        precondition(
            frames.allSatisfy { $0.size == frames[0].size && $0.bitDepth == frames[0].bitDepth },
            "the frames are of one size and depth")
        precondition(
            framesPerSecond >= 1 / 65_535 && framesPerSecond <= 65_535, "the rate lies in 1/65,535...65,535")
        self.frames = frames
        self.framesPerSecond = framesPerSecond
    }

    /// The bytes of the file. A viewer that doesn't support animation shows the first frame.
    package func bytes() -> [UInt8] {
        PNGCodec.animate(frames.map { $0.pngBytes() }, delay: Self.delay(framesPerSecond: framesPerSecond))
    }

    /// Writes the file. It doesn't wait until the disk holds it.
    ///
    /// - Throws: `FileError/cannotCreate(path:reason:)`.
    package func write(to path: String) throws(FileError) {
        try AtomicFile.write(bytes(), to: path, synced: false)
    }

    /// The duration of a frame in seconds, as the nearest fraction of two 16-bit numbers. Of equal fractions it is the one
    /// with the smallest numbers.
    static func delay(framesPerSecond: Double) -> (numerator: UInt16, denominator: UInt16) {
        var best: (numerator: UInt16, denominator: UInt16) = (1, 1)
        var smallestError = Double.infinity
        for numerator in 1...65_535 {
            let denominator = (Double(numerator) * framesPerSecond).rounded()
            guard denominator >= 1 else { continue }
            guard denominator <= 65_535 else { break }
            let error = abs(denominator / Double(numerator) / framesPerSecond - 1)
            if error < smallestError { best = (UInt16(numerator), UInt16(denominator)) }
            smallestError = min(error, smallestError)
            if error < 1e-9 { break }
        }
        return best
    }
}
