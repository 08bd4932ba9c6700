/// The parts of reading a data set, each of which goes through all its files.
public enum ImageReadingStage: Sendable, Hashable {
    /// Looking at sizes and depths.
    case headers
    /// Looking for the least and the greatest value.
    case levels
    case pixels
}

/// Is told how many of how many files are done, from several threads and in no order.
public typealias ImageReadingObserver =
    @Sendable (ImageReadingStage, _ done: Int, _ total: Int) -> Void
