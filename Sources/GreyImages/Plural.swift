/// Counts and lists in messages.
enum Plural {
    /// One and several: `1 image`, `3 images`.
    static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count) \(count == 1 ? one : many ?? one + "s")"
    }

    /// Lines of which there may be thousands, cut to the first few.
    static func shortened(_ lines: [String], limit: Int = 20) -> [String] {
        guard lines.count > limit else { return lines }
        return lines.prefix(limit - 1) + ["  and \(lines.count - limit + 1) more"]
    }
}
