/// A small chart of some lines over the steps or epochs of a run, as a part of an SVG document.
struct LineChart {
    var title: String
    /// The names of the axes, with their units.
    var across: String
    var up: String
    var lines: [ChartLine]

    static let width = 360.0
    static let height = 250.0
    /// The part of the chart within its axes.
    static let plot = (x: 58.0, y: 48.0, width: 290.0, height: 158.0)

    /// The share of the steps at the beginning that doesn't widen the upward axis. Losses fall steeply there, and the rest
    /// of the line would look flat.
    private static let ignoredShare = 0.05

    /// The chart's elements.
    ///
    /// - Parameters:
    ///   - left: The place of the chart's left edge.
    ///   - top: The place of its upper edge.
    func svg(left: Double, top: Double) -> String {
        let drawn = lines.map { ($0, $0.drawn) }.filter { !$0.1.isEmpty }
        let places = drawn.flatMap(\.1)
        guard let first = places.map(\.x).min(), let last = places.map(\.x).max() else { return "" }
        let horizontal = ChartAxis(min(first, 0)...last, ticks: 5)
        let late = places.filter { $0.x >= first + Self.ignoredShare * (last - first) }.map(\.y)
        let (low, high) = (late.min()!, late.max()!)
        let vertical = ChartAxis(low - 0.06 * (high - low)...high + 0.06 * (high - low), ticks: 4)
        func place(_ point: ChartLine.Point) -> ChartLine.Point {
            ChartLine.Point(
                x: Self.plot.x + Self.plot.width * horizontal.share(of: point.x),
                y: Self.plot.y + Self.plot.height * (1 - vertical.share(of: point.y)))
        }
        var parts = ["<g transform=\"translate(\(Self.number(left)) \(Self.number(top)))\">"]
        parts.append(
            "<text class=\"title\" x=\"\(Self.number(Self.plot.x))\" y=\"16\">\(XMLText.escaped(title))</text>")
        parts += grid(horizontal, vertical)
        for (line, points) in drawn {
            let at = points.map(place)
            let text = at.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
            parts.append("<polyline class=\"\(line.style.rawValue)\" clip-path=\"url(#plot)\" points=\"\(text)\"/>")
            // A line of one point would be invisible.
            parts.append(
                "<circle class=\"\(line.style.rawValue)\" clip-path=\"url(#plot)\" cx=\"\(Self.number(at.last!.x))\" "
                    + "cy=\"\(Self.number(at.last!.y))\" r=\"2.5\"/>")
        }
        parts += legend(drawn.map(\.0))
        parts.append("</g>")
        return parts.joined(separator: "\n") + "\n"
    }

    private func grid(_ horizontal: ChartAxis, _ vertical: ChartAxis) -> [String] {
        let (left, right) = (Self.plot.x, Self.plot.x + Self.plot.width)
        let (top, bottom) = (Self.plot.y, Self.plot.y + Self.plot.height)
        var parts: [String] = []
        for tick in vertical.ticks {
            let y = bottom - Self.plot.height * vertical.share(of: tick)
            parts.append(Self.line("grid", left, y, right, y))
            parts.append(Self.text(vertical.label(of: tick), x: left - 6, y: y + 4, anchor: "end"))
        }
        for tick in horizontal.ticks {
            let x = left + Self.plot.width * horizontal.share(of: tick)
            parts.append(Self.line("axis", x, bottom, x, bottom + 4))
            parts.append(Self.text(horizontal.label(of: tick), x: x, y: bottom + 17, anchor: "middle"))
        }
        parts.append(Self.line("axis", left, bottom, right, bottom))
        parts.append(Self.text(across, x: (left + right) / 2, y: bottom + 34, anchor: "middle"))
        let middle = (top + bottom) / 2
        parts.append(
            "<text transform=\"translate(12 \(Self.number(middle))) rotate(-90)\" text-anchor=\"middle\">"
                + "\(XMLText.escaped(up))</text>")
        return parts
    }

    /// The names of the lines, with their last values.
    private func legend(_ lines: [ChartLine]) -> [String] {
        var parts: [String] = []
        var x = Self.plot.x
        for line in lines {
            let last = line.points.last { $0.y.isFinite }?.y
            let text = [line.name, line.decimals.flatMap { decimals in last.map { Text.fixed($0, decimals) } }]
                .compactMap(\.self).joined(separator: " ")
            parts.append(Self.line(line.style.rawValue, x, 32, x + 18, 32))
            parts.append(Self.text(text, x: x + 23, y: 36))
            x += 34 + 6.2 * Double(text.count)
        }
        return parts
    }

    private static func line(_ style: String, _ x: Double, _ y: Double, _ x2: Double, _ y2: Double) -> String {
        "<polyline class=\"\(style)\" points=\"\(number(x)),\(number(y)) \(number(x2)),\(number(y2))\"/>"
    }

    private static func text(_ text: String, x: Double, y: Double, anchor: String = "start") -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">\(XMLText.escaped(text))</text>"
    }

    /// A coordinate with a tenth of a pixel. Points far outside the plot are clipped, and stay within what viewers can add.
    private static func number(_ value: Double) -> String { Text.fixed(min(max(value, -1e5), 1e5), 1) }
}
