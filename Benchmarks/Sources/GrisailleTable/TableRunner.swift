import Foundation

/// Makes the runs of one data set.
struct TableRunner {
    let program: String
    let trainingImages: String
    let testImages: String
    let results: ResultStore

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Trains and evaluates, unless that was done with the same commands.
    func make(_ run: TableRun) throws {
        let training = "grisaille train TRAIN --model MODEL " + run.training.joined(separator: " ")
        let evaluation = (["grisaille evaluate TEST --model MODEL"] + run.evaluation).joined(separator: " ")
        let done = results.result(of: run)
        if let done, done.trainingCommand == training, done.evaluationCommand == evaluation { return }
        try FileManager.default.createDirectory(at: results.folder, withIntermediateDirectories: true)
        let model = results.model(of: run).path(percentEncoded: false)
        print("\(run.name): \(training)")
        if done?.trainingCommand != training || !FileManager.default.fileExists(atPath: model) {
            try train(run, model: model)
        }
        let info = try JSONDecoder().decode(ModelFacts.self, from: output(["info", model, "--json"]))
        let figures = try JSONDecoder().decode(
            TableResult.Figures.self,
            from: output(["evaluate", testImages, "--model", model, "--json"] + run.evaluation))
        try results.keep(
            TableResult(
                trainingCommand: training, evaluationCommand: evaluation, seconds: info.training.seconds,
                seed: info.training.seed, commit: try commit(),
                date: Date.now.formatted(.iso8601.year().month().day()), figures: figures),
            of: run)
    }

    private struct ModelFacts: Decodable {
        struct Training: Decodable {
            var seed: UInt64
            var seconds: Double
        }
        var training: Training
    }

    private func train(_ run: TableRun, model: String) throws {
        if FileManager.default.fileExists(atPath: model + ".training") {
            do {
                return try start(["train", trainingImages, "--model", model, "--resume"] + run.training)
            } catch {
                print("\(run.name): the interrupted run is of another command or other images, and is begun anew")
            }
        }
        try start(["train", trainingImages, "--model", model, "--force"] + run.training)
    }

    private func commit() throws -> String {
        let data = try output(["describe", "--always", "--dirty", "--abbrev=7"], of: "git")
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Runs the program with its messages on this one's.
    private func start(_ arguments: [String]) throws {
        let process = process(program, arguments)
        try process.run()
        process.waitUntilExit()
        try check(process, arguments)
    }

    private func output(_ arguments: [String], of name: String? = nil) throws -> Data {
        let process = process(name ?? program, arguments)
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try check(process, arguments)
        return data
    }

    private func process(_ name: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + arguments
        return process
    }

    private func check(_ process: Process, _ arguments: [String]) throws {
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw Failure(
                description: "\(arguments.joined(separator: " ")): ended with \(process.terminationStatus); "
                    + "the same command goes on from here")
        }
    }
}
