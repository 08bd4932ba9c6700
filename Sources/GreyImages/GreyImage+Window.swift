extension GreyImage {
    /// The image as a viewer should show it: the window's levels spread over the whole depth. Nil leaves it as it is.
    ///
    /// Pictures for people want this: 12 bits in 16 look black in every viewer.
    ///
    /// - Complexity: O(pixels).
    public func shown(through window: LevelWindow?) -> GreyImage {
        guard let window else { return self }
        return GreyImage(
            size: size, bitDepth: bitDepth,
            samples: samples.map { window.level(of: Double($0), bitDepth: bitDepth) })
    }
}
