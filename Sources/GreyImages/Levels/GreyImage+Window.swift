extension GreyImage {
    /// The image for display, with the levels of a window spread over the whole depth. Without a window it is unchanged.
    ///
    /// Images with 12 bits in 16 look black in viewers, so pictures for people need this.
    ///
    /// - Complexity: O(pixels).
    public func shown(through window: LevelWindow?) -> GreyImage {
        guard let window else { return self }
        return GreyImage(
            size: size, bitDepth: bitDepth,
            samples: samples.map { window.level(of: Double($0), bitDepth: bitDepth) })
    }
}
