/// The error if more memory is needed than is available.
public struct MemoryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What needs the memory, as in `training`.
    public let what: String
    /// The number of bytes that it needs.
    public let needed: Double
    /// The number of bytes that are available.
    public let available: Double
    /// What the user can do; nil if the error that holds this one says it.
    public let remedy: String?

    package init(what: String, needed: Double, available: Double, remedy: String? = nil) {
        self.what = what
        self.needed = needed
        self.available = available
        self.remedy = remedy
    }

    public var description: String {
        "not enough memory: \(what) needs \(Self.text(needed)), and \(Self.text(available)) are available"
            + (remedy.map { "; \($0)" } ?? "")
    }

    private static func text(_ bytes: Double) -> String {
        bytes < 1e8 ? "\(Int((bytes / 1e6).rounded())) MB" : "\((min(bytes, 1e24) / 1e8).rounded() / 10) GB"
    }
}
