/// What was left aside while a data set was read.
public struct ImageReadingReport: Sendable, Hashable {
    /// Files and folders whose name begins with a dot.
    public var hiddenCount = 0
    /// Files that aren't called `.png`.
    public var otherSuffixCount = 0
    /// Files that were left out because they can't be read, in the order of their paths.
    public var unreadable: [UnreadableImage] = []

    public init() {}
}
