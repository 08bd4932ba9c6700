import Platform

/// Numbers and lists as text for people.
enum Text {
    /// A number with that many decimals.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value > 0 ? "inf" : "-inf" }
        let scale = pow(10, Double(decimals))
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 1e18 else { return String(value) }
        let digits = String(Int(scaled))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = value < 0 && scaled > 0 ? "-" : ""
        return decimals == 0 ? sign + padded : sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// A measured number, without needless digits.
    static func number(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        guard (1e-3..<1e9).contains(abs(value)) else { return "\(value)" }
        var text = fixed(value, 4)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }

    /// A number with commas between thousands.
    static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return (value < 0 ? "-" : "") + result
    }

    /// A duration, as in `1:02:03` or `4:05`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e9 else { return "–" }
        let total = Int(seconds.rounded())
        let (hours, minutes, rest) = (total / 3600, total / 60 % 60, total % 60)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
    }

    static func padded(_ text: String, _ width: Int, right: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return right ? space + text : text + space
    }

    /// A number and its noun: `1 image`, `3 images`.
    static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
        "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
    }

    /// Names in a row, cut to a readable number.
    static func list(_ names: [String]) -> String {
        let shown = names.count <= longestList + 1 ? names.count : longestList
        let rest = names.count - shown
        return names.prefix(shown).joined(separator: ", ") + (rest == 0 ? "" : " and \(grouped(rest)) more")
    }

    private static let longestList = 40

    /// A line on the use of latents: the active units, and the share of noise in the latents' variance.
    static func latentUse(activeUnits: Int, of units: Int, noiseShare: Double?) -> String {
        "active units: \(grouped(activeUnits)) of \(grouped(units))"
            + (noiseShare.map { "; \(fixed(100 * $0, 1)) % of the latents' variance is posterior noise" } ?? "")
    }
}
