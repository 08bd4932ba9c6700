import Foundation

/// Runs the built executable as a separate process.
enum Program {
    struct Result {
        var status: Int32
        var output: String
        var errors: String

        var lines: [String] { output.split(separator: "\n").map(String.init) }

        /// The JSON object that a command with `--json` prints.
        func json() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
        }
    }

    /// The path of the executable, which is beside the test bundle.
    static let path: String = {
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return beside.appendingPathComponent("grisaille").path
    }()

    static func run(_ arguments: [String], in folder: String) throws -> Result {
        try finish(start(arguments, in: folder))
    }

    static func shell(_ command: String, in folder: String) throws -> Result {
        try finish(start(["-c", command], of: "/bin/sh", in: folder))
    }

    static func start(_ arguments: [String], of program: String = path, in folder: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = Pipe()
        process.standardError = Pipe()
        try process.run()
        return process
    }

    /// Reads what a process prints on standard error until a line contains all of some texts.
    ///
    /// - Returns: Whether that happened before the process ended.
    static func wait(for texts: String..., from process: Process) -> Bool {
        let file = (process.standardError as! Pipe).fileHandleForReading
        var bytes = Data()
        while true {
            let data = file.availableData
            if data.isEmpty { return false }
            bytes += data
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            if lines.contains(where: { line in texts.allSatisfy { line.contains($0) } }) { return true }
        }
    }

    /// Waits for the end, at most a minute. A process prints far less than a pipe holds.
    static func finish(_ process: Process) -> Result {
        let guardian = DispatchWorkItem { kill(process.processIdentifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: guardian)
        defer { guardian.cancel() }
        func text(_ pipe: Any?) -> String {
            String(decoding: (pipe as! Pipe).fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        let (output, errors) = (text(process.standardOutput), text(process.standardError))
        process.waitUntilExit()
        let status = process.terminationStatus
        return Result(
            status: process.terminationReason == .uncaughtSignal ? 128 + status : status, output: output,
            errors: errors)
    }
}
