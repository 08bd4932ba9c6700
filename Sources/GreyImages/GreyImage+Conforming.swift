extension GreyImage {
    /// The image brought to the size and the depth of a data set.
    func conforming(to newSize: ImageSize, fit: Fit, bitDepth newDepth: BitDepth) -> GreyImage {
        // At the finer of both depths, so that averages are rounded to the levels that will be kept.
        if newDepth == .sixteen { return converted(to: .sixteen).resized(to: newSize, fit: fit) }
        return resized(to: newSize, fit: fit).converted(to: newDepth)
    }
}
