/// Formats counts and lists for messages.
enum Plural {
    /// A count with a noun: `1 image`, `3 images`.
    static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count) \(count == 1 ? one : many ?? one + "s")"
    }

    /// The parts of a list: `a, b and c`.
    static func list(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.joined() }
        return parts.dropLast().joined(separator: ", ") + " and " + last
    }

    /// The first lines of a list, and the number of the others.
    static func shortened(_ lines: [String], limit: Int = 20) -> [String] {
        guard lines.count > limit else { return lines }
        return lines.prefix(limit - 1) + ["  and \(lines.count - limit + 1) more"]
    }
}
