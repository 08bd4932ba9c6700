import Foundation

/// The document whose tables are rewritten. Each table is between `<!-- begin NAME -->` and `<!-- end NAME -->`.
struct ResultsPage {
    private let file: URL

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// - Throws: An error if the document doesn't exist or lacks a mark.
    init(path: String) throws {
        file = URL(filePath: path)
        let text = try String(contentsOf: file, encoding: .utf8)
        for section in TableSection.all { _ = try Self.range(of: section, in: text, path: path) }
    }

    /// Writes the figures of the complete runs. A table without complete runs isn't changed.
    func rewrite(with results: ResultStore) throws {
        var text = try String(contentsOf: file, encoding: .utf8)
        for section in TableSection.all where section.runs.contains(where: { results.result(of: $0) != nil }) {
            let range = try Self.range(of: section, in: text, path: file.path())
            text.replaceSubrange(range, with: Self.table(section, results))
        }
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private static func range(
        of section: TableSection, in text: String, path: String
    ) throws -> Range<String.Index> {
        guard let begin = text.range(of: "<!-- begin \(section.mark) -->\n"),
            let end = text.range(of: "<!-- end \(section.mark) -->", range: begin.upperBound..<text.endIndex)
        else { throw Failure(description: "\(path): has no marks for the table ‘\(section.mark)’") }
        return begin.upperBound..<end.lowerBound
    }

    private static func table(_ section: TableSection, _ results: ResultStore) -> String {
        var lines = [
            "| model | \(section.unit) | others | images | rate, nats | trained for |",
            "| --- | ---: | --- | ---: | ---: | ---: |",
        ]
        var commands: [String] = []
        for run in section.runs {
            guard let result = results.result(of: run) else {
                lines.append("| \(run.title) | not measured yet | \(run.published) | | | |")
                continue
            }
            lines.append(
                "| \(run.title) | \(figure(result, section.data)) | \(run.published) | "
                    + "\(result.figures.importanceWeighted?.images ?? result.figures.overall.images) | "
                    + "\(fixed(result.figures.overall.rateNatsPerImage, 1)) | \(length(result.training)) |"
            )
            commands += [
                "# \(run.name): commit \(result.training.commit), \(result.training.date)", result.training.command,
                result.evaluationCommand,
            ]
        }
        return (lines + ["", "```sh"] + commands + ["```", ""]).joined(separator: "\n")
    }

    private static func figure(_ result: TableResult, _ data: TableSection.Data) -> String {
        switch data {
        case .mnist:
            guard let importance = result.figures.importanceWeighted else { return "" }
            return "\(fixed(importance.negativeLogLikelihoodNatsPerImage, 2)) ± "
                + fixed(importance.standardErrorNatsPerImage, 2)
        case .mednist:
            return "\(fixed(result.figures.overall.bitsPerPixel, 3)) ± "
                + fixed(result.figures.overall.standardErrorBitsPerPixel, 3)
        }
    }

    private static func length(_ training: TableTraining) -> String {
        let steps = training.steps.map { ", \($0) steps" } ?? ""
        return fixed((training.seconds ?? 0) / 60, 1) + " min" + steps
    }

    private static func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}
