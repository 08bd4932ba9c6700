import Grisaille
import Platform

/// A picture of a run: charts of its losses, and rows of samples along the way, as an SVG document.
///
/// It holds no times, no scripts and no links, so that it shows the same everywhere and can be sent to others.
struct ProgressPicture {
    /// The name of the model, which may hold anything.
    var name: String
    /// A line about the images.
    var remark: String
    /// The number of pixels of an image.
    var pixelCount: Int
    var curves = TrainingCurves()
    /// The rows of samples, in the order of the run.
    private(set) var rows: [SampleRow] = []

    private static let width = 780.0
    private static let margin = 20.0
    private static let nameLength = 70

    init(name: String, remark: String, pixelCount: Int) {
        (self.name, self.remark, self.pixelCount) = (name, remark, pixelCount)
    }

    /// Adds a row of samples. It replaces one of the same point of the run.
    mutating func add(_ row: SampleRow) {
        rows.removeAll { $0.stage == row.stage && $0.percent == row.percent }
        rows.append(row)
        rows.sort { ($0.stage.order, $0.percent) < ($1.stage.order, $1.percent) }
    }

    /// The document.
    var svg: String {
        var (body, y) = (heading, 70.0)
        for (index, chart) in charts.enumerated() {
            let isLeft = index % 2 == 0
            body += chart.svg(left: Self.margin + (isLeft ? 0 : LineChart.width + 20), top: y)
            if !isLeft || index == charts.count - 1 { y += LineChart.height + 10 }
        }
        if !rows.isEmpty {
            let width = Self.width - 2 * Self.margin
            body +=
                "<text class=\"title\" x=\"\(Text.fixed(Self.margin, 1))\" y=\"\(Text.fixed(y + 16, 1))\">"
                + "Samples along the run, from the same noise</text>\n"
            y += 28
            for row in rows {
                body +=
                    "<text x=\"\(Text.fixed(Self.margin, 1))\" y=\"\(Text.fixed(y + 12, 1))\">"
                    + "\(XMLText.escaped(row.title))</text>\n"
                body += row.svg(x: Self.margin, y: y + 18, width: width)
                y += 18 + row.height(width: width) + 10
            }
        }
        return Self.opening(height: y + Self.margin) + body + "</svg>\n"
    }

    private var heading: String {
        let name = XMLText.shortened(name, to: Self.nameLength)
        let left = Text.fixed(Self.margin, 1)
        return "<text class=\"heading\" x=\"\(left)\" y=\"32\">Training of \(XMLText.escaped(name))</text>\n"
            + "<text x=\"\(left)\" y=\"52\">\(XMLText.escaped(remark))</text>\n"
    }

    /// The document's beginning. Colours are those of a light page, and of a dark one where the viewer asks for it.
    private static func opening(height: Double) -> String {
        let (width, height) = (Text.fixed(width, 0), Text.fixed(height.rounded(.up), 0))
        let plot = LineChart.plot
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
            <style>
            svg { background: #ffffff; }
            .page { fill: #ffffff; }
            text { fill: #24292f; font: 11px sans-serif; }
            .title { font-size: 13px; font-weight: bold; }
            .heading { font-size: 17px; font-weight: bold; }
            polyline { fill: none; stroke-width: 1.6; }
            polyline.grid { stroke: #d8dee4; stroke-width: 1; }
            polyline.axis { stroke: #6e7781; stroke-width: 1; }
            polyline.held-out { stroke: #0969da; }
            polyline.training { stroke: #bc4c00; stroke-dasharray: 4 2; }
            polyline.steps { stroke: #8c959f; stroke-width: 1; }
            circle.held-out { fill: #0969da; }
            circle.training { fill: #bc4c00; }
            circle.steps { fill: none; }
            @media (prefers-color-scheme: dark) {
            svg { background: #161b22; }
            .page { fill: #161b22; }
            text { fill: #e6edf3; }
            polyline.grid { stroke: #30363d; }
            polyline.axis { stroke: #8d96a0; }
            polyline.held-out { stroke: #58a6ff; }
            polyline.training { stroke: #f0883e; }
            circle.held-out { fill: #58a6ff; }
            circle.training { fill: #f0883e; }
            }
            </style>
            <rect class="page" width="\(width)" height="\(height)"/>
            <clipPath id="plot"><rect x="\(Text.fixed(plot.x, 1))" y="\(Text.fixed(plot.y, 1))" \
            width="\(Text.fixed(plot.width + 3, 1))" height="\(Text.fixed(plot.height, 1))"/></clipPath>

            """
    }
}
