import Foundation

/// Trains and evaluates the runs of one data set.
struct TableRunner {
    let program: String
    let trainingImages: String
    let testImages: String
    let results: ResultStore

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Trains and evaluates a run, unless there is a result of the same commands.
    func make(_ run: TableRun) throws {
        let evaluation = (["grisaille evaluate TEST --model MODEL"] + run.evaluation).joined(separator: " ")
        if let done = results.result(of: run), done.training.command == trainingCommand(of: run),
            done.evaluationCommand == evaluation
        {
            return
        }
        let trained = try train(run)
        print("\(run.name): \(evaluation)")
        let model = results.model(of: run).path(percentEncoded: false)
        let figures = try JSONDecoder().decode(
            TableResult.Figures.self,
            from: output(["evaluate", testImages, "--model", model, "--json"] + run.evaluation))
        try results.keep(TableResult(training: trained, evaluationCommand: evaluation, figures: figures), of: run)
    }

    private func trainingCommand(of run: TableRun) -> String {
        "grisaille train TRAIN --model MODEL " + run.training.joined(separator: " ")
    }

    /// Trains a run, or resumes its training, or finds it complete.
    private func train(_ run: TableRun) throws -> TableTraining {
        let command = trainingCommand(of: run)
        let model = results.model(of: run).path(percentEncoded: false)
        let known = results.training(of: run).flatMap { $0.command == command ? $0 : nil }
        let files = FileManager.default
        if let known, known.seconds != nil, files.fileExists(atPath: model) { return known }
        print("\(run.name): \(command)")
        var training = try known ?? TableTraining(command: command, commit: commit(), date: Self.today)
        try results.keep(training, of: run)
        let goesOn = known != nil && files.fileExists(atPath: model + ".training")
        try start(["train", trainingImages, "--model", model, goesOn ? "--resume" : "--force"] + run.training)
        let length = try results.lengthOfTraining(of: run)
        training.seconds = length.seconds
        training.steps = length.steps
        try results.keep(training, of: run)
        return training
    }

    private static var today: String { Date.now.formatted(.iso8601.year().month().day()) }

    private func commit() throws -> String {
        let data = try output(["describe", "--always", "--dirty", "--abbrev=7"], of: "git")
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Runs the program with the standard output and error of this one.
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
                    + "the same command continues from here")
        }
    }
}
