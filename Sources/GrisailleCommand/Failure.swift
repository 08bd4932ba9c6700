import ArgumentParser
import Grisaille

/// Maps errors to messages and exit codes.
enum Failure {
    /// The exit codes of `sysexits.h`.
    private enum Code {
        static let other: Int32 = 1
        static let usage: Int32 = 64
        static let badData: Int32 = 65
        static let missingInput: Int32 = 66
        static let outOfMemory = Memory.exitCode
        static let cannotCreate: Int32 = 73
    }

    static func exit(with error: any Error) -> Never {
        guard let code = code(of: error) else { exit(withParserError: error) }
        Console.failure("\(error)")
        RootCommand.exit(withError: ExitCode(code))
    }

    /// What the argument parser says quotes the arguments as they came.
    private static func exit(withParserError error: any Error) -> Never {
        let code = RootCommand.exitCode(for: error)
        let message = RootCommand.fullMessage(for: error)
        if code == .success || message.isEmpty { RootCommand.exit(withError: error) }
        Console.note(message)
        RootCommand.exit(withError: code)
    }

    /// Nil for the errors of the argument parser, which knows its own.
    private static func code(of error: any Error) -> Int32? {
        switch error {
        case FileError.missing, FileError.unreadable, TrainingError.nothingToResume: Code.missingInput
        case CommandError.interrupted, CommandError.standardOutput: Code.other
        case is FileError, CommandError.exists, CommandError.folderNotEmpty, CommandError.beingWritten,
            CommandError.interruptedRun,
            CommandError.otherRun:
            Code.cannotCreate
        case is PNGError, is NumpyError, is ImageFolderError, is ModelFileError, is InferenceError, is LabelTableError,
            TrainingError.imagesChanged:
            Code.badData
        case CommandError.usage, CommandError.resumeConflict, CommandError.usedTwice, CommandError.folderLikeFile,
            TrainingError.setting,
            is ConfigurationError:
            Code.usage
        case is CommandError: Code.badData
        case is MemoryError: Code.outOfMemory
        case TrainingError.diverged, TrainingError.refinementDiverged: Code.other
        default: nil
        }
    }
}
