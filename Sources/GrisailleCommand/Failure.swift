import ArgumentParser
import Grisaille

/// What the commands themselves find wrong.
enum CommandError: Error, CustomStringConvertible {
    case exists(path: String)
    case folderNotEmpty(path: String)
    case sizeMismatch(path: String, found: ImageSize, model: ImageSize)
    case depthMismatch(path: String, found: BitDepth, model: BitDepth)
    case latents(path: String, reason: String)
    case interruptedRun(state: String)
    case resumeConflict(option: String, state: String)

    var description: String {
        switch self {
        case .exists(let path):
            "\(path): exists already; add --force to overwrite it, or choose another path"
        case .folderNotEmpty(let path):
            "\(path): the folder is not empty; add --force to write into it, or choose another one"
        case .sizeMismatch(let path, let found, let model):
            "\(path): is \(found), but the model was trained on \(model) images; add --size \(model)"
        case .depthMismatch(let path, let found, let model):
            "\(path): has \(found.rawValue) bits, but the model was trained on \(model.rawValue)-bit images; "
                + "add --bit-depth \(model.rawValue)"
        case .latents(let path, let reason):
            "\(path): \(reason)"
        case .interruptedRun(let state):
            "\(state): an interrupted run is here; add --resume to go on with it, or --force to start anew"
        case .resumeConflict(let option, let state):
            "\(state): the interrupted run was started with another \(option); leave it out, or start anew with --force"
        }
    }
}

/// Maps errors to messages and exit codes.
enum Failure {
    /// The exit codes of `sysexits.h`.
    private enum Code {
        static let other: Int32 = 1
        static let usage: Int32 = 64
        static let badData: Int32 = 65
        static let missingInput: Int32 = 66
        static let cannotCreate: Int32 = 73
    }

    static func exit(with error: any Error) -> Never {
        guard let code = code(of: error) else { RootCommand.exit(withError: error) }
        Console.failure("\(error)")
        RootCommand.exit(withError: ExitCode(code))
    }

    /// Nil for the errors of the argument parser, which knows its own.
    private static func code(of error: any Error) -> Int32? {
        switch error {
        case FileError.missing, FileError.unreadable, TrainingError.nothingToResume: Code.missingInput
        case is FileError, CommandError.exists, CommandError.folderNotEmpty, CommandError.interruptedRun:
            Code.cannotCreate
        case is PNGError, is NumpyError, is ImageFolderError, is ModelFileError, TrainingError.imagesChanged:
            Code.badData
        case CommandError.resumeConflict, TrainingError.setting, is ConfigurationError: Code.usage
        case is CommandError: Code.badData
        case TrainingError.diverged: Code.other
        default: nil
        }
    }
}
