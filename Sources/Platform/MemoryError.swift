/// More memory is needed than is to be had.
public struct MemoryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What needs it, as in `training`.
    public let what: String
    /// Bytes, both.
    public let needed: Double
    public let available: Double
    /// What to do about it.
    public let remedy: String

    public init(what: String, needed: Double, available: Double, remedy: String) {
        self.what = what
        self.needed = needed
        self.available = available
        self.remedy = remedy
    }

    public var description: String {
        "not enough memory: \(what) needs \(Self.text(needed)), and \(Self.text(available)) are to be had; \(remedy)"
    }

    private static func text(_ bytes: Double) -> String {
        bytes < 1e8 ? "\(Int((bytes / 1e6).rounded())) MB" : "\((min(bytes, 1e24) / 1e8).rounded() / 10) GB"
    }
}
