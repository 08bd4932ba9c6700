import Foundation

/// The results of the runs that are complete, a JSON file each.
struct ResultStore {
    let folder: URL

    init(folder: String) { self.folder = URL(filePath: folder, directoryHint: .isDirectory) }

    func model(of run: TableRun) -> URL { folder.appending(path: run.name + ".safetensors") }
    private func file(of run: TableRun) -> URL { folder.appending(path: run.name + ".json") }

    /// The run's result, unless it is still to come.
    func result(of run: TableRun) -> TableResult? {
        guard let data = try? Data(contentsOf: file(of: run)) else { return nil }
        return try? JSONDecoder().decode(TableResult.self, from: data)
    }

    func keep(_ result: TableResult, of run: TableRun) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(result).write(to: file(of: run), options: .atomic)
    }
}
