import Foundation

/// Stores models and trainings on this machine, and results beside the document, so that a table can be computed in several
/// parts and on several machines.
struct ResultStore {
    private let runs: URL
    private let results: URL

    /// - Parameters:
    ///   - runs: The folder for models and trainings. It is created when needed.
    ///   - results: The folder for results. It is created when needed.
    init(runs: String, results: String) {
        self.runs = URL(filePath: runs, directoryHint: .isDirectory)
        self.results = URL(filePath: results, directoryHint: .isDirectory)
    }

    func model(of run: TableRun) -> URL { runs.appending(path: run.name + ".safetensors") }
    private func trainingFile(of run: TableRun) -> URL { runs.appending(path: run.name + ".training.json") }
    private func resultFile(of run: TableRun) -> URL { results.appending(path: run.name + ".json") }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// How the run was or is being trained; nil if it hasn't begun.
    func training(of run: TableRun) -> TableTraining? { read(trainingFile(of: run)) }

    /// The result of the run; nil if there is none yet.
    func result(of run: TableRun) -> TableResult? { read(resultFile(of: run)) }

    func keep(_ training: TableTraining, of run: TableRun) throws { try write(training, to: trainingFile(of: run)) }
    func keep(_ result: TableResult, of run: TableRun) throws { try write(result, to: resultFile(of: run)) }

    /// The seconds and steps of the training, from the history file beside the model.
    func lengthOfTraining(of run: TableRun) throws -> (seconds: Double, steps: Int) {
        let file = URL(filePath: model(of: run).path(percentEncoded: false) + ".history.csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: ",").map(String.init)
        }
        let last = Dictionary(zip(lines.first ?? [], lines.last ?? []), uniquingKeysWith: { first, _ in first })
        guard let seconds = last["seconds"].flatMap(Double.init), let steps = last["steps"].flatMap(Int.init) else {
            throw Failure(description: "\(file.path()): has no columns ‘seconds’ and ‘steps’")
        }
        return (seconds, steps)
    }

    private func read<Value: Decodable>(_ file: URL) -> Value? {
        (try? Data(contentsOf: file)).flatMap { try? JSONDecoder().decode(Value.self, from: $0) }
    }

    private func write(_ value: some Encodable, to file: URL) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(value).write(to: file, options: .atomic)
    }
}
