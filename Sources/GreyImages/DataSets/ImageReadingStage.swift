/// A part of reading a data set. Each part processes all files.
package enum ImageReadingStage: Sendable, Hashable {
    /// Reading the headers.
    case headers
    /// Measuring the minimum and maximum of the values.
    case levels
    /// Decoding the images.
    case pixels
}

/// A function that receives how many of how many files are done. It is called from several threads, in no order.
package typealias ImageReadingObserver =
    @Sendable (ImageReadingStage, _ done: Int, _ total: Int) -> Void
