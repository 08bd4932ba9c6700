extension GreyImage {
    /// The image with another size and depth.
    func conforming(to newSize: ImageSize, fit: Fit, bitDepth newDepth: BitDepth) -> GreyImage {
        // Resizing happens at the finer of both depths, so that averages are rounded to the final levels.
        if newDepth == .sixteen { return converted(to: .sixteen).resized(to: newSize, fit: fit) }
        return resized(to: newSize, fit: fit).converted(to: newDepth)
    }
}
