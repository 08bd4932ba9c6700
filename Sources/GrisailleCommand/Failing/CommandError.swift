import Grisaille

/// The errors of the commands themselves.
enum CommandError: Error, CustomStringConvertible {
    /// Options that don't go together, or a value that an option doesn't accept.
    case usage(String)
    case exists(path: String)
    case usedTwice(path: String)
    case folderNotEmpty(path: String)
    /// A file's name for an output folder.
    case folderLikeFile(path: String, without: String)
    /// Another process is writing the file.
    case beingWritten(path: String, process: Int?)
    /// Images of another size or depth than the model's.
    case mismatch(path: String, found: ImageReadingOptions.Shape, LevelHistogram, model: ImageReadingOptions.Shape)
    case latents(path: String, reason: String)
    case notOneImage(path: String, count: Int)
    case twoImagesOneOutput(path: String)
    case noGroups(path: String)
    case shares(path: String, reason: String)
    case attribute(path: String, column: String, reason: String)
    /// A class or group whose name can't be that of a folder.
    case noFolderName(String, ConfigurationError.NameFault)
    case notConditional(option: String)
    case interruptedRun(state: String)
    /// The state belongs to another command's run.
    case otherRun(state: String, command: String)
    case resumeConflict(option: String, state: String)
    /// The run's state doesn't hold the values of its conditions.
    case resumeWithoutConditions([String], state: String)
    /// A figure that JSON can't hold.
    case notFinite(figure: String)
    case interrupted
    case standardOutput(reason: String)

    var description: String {
        switch self {
        case .usage(let message):
            message
        case .exists(let path):
            "\(FilePath.line(path)): exists already; add --force to overwrite it, or choose another path"
        case .usedTwice(let path):
            "\(FilePath.line(path)): is named twice, as another output or as an input; choose another path"
        case .beingWritten(let path, let process):
            "\(FilePath.line(path)): is being written by another grisaille\(process.map { " (process \($0))" } ?? ""); wait until it is done, "
                + "or choose another path"
        case .folderNotEmpty(let path):
            "\(FilePath.line(path)): the folder is not empty; add --force to write into it, or choose another one"
        case .folderLikeFile(let path, let name):
            "\(FilePath.line(path)): this is a file's name, and the output is a folder of images; give --output "
                + (name.isEmpty ? "a folder's name" : FilePath.line(name))
        case .mismatch(let path, let found, let levels, let model):
            Self.mismatch(path, found, levels, model)
        case .latents(let path, let reason), .shares(let path, let reason):
            "\(FilePath.line(path)): \(reason)"
        case .attribute(let path, let column, let reason):
            "\(FilePath.line(path)): ‘\(column)’: \(reason)"
        case .notOneImage(let path, let count):
            "\(FilePath.line(path)): holds \(Text.count(count, "image")); name one image"
        case .twoImagesOneOutput(let path):
            "\(FilePath.line(path)): would be written twice, for images of like names; rename one of them"
        case .noFolderName(let name, let fault):
            "‘\(name)’ can't be the name of a folder: it \(fault); rename it, or draw a model's classes one by one with "
                + "--class"
        case .notConditional(let option):
            "\(option) needs a model that tells classes apart, and this one doesn't: train it with --conditional, or give "
                + "it such a prior with grisaille prior fit --conditional"
        case .noGroups(let path):
            "\(FilePath.line(path)): the images have fewer than two classes: put those of each class into a sub-folder of its own (or give "
                + "--labels), or name a table's column with --by"
        case .interruptedRun(let state):
            "\(state): an interrupted run is here; add --resume to continue it, or --force to start anew"
        case .otherRun(let state, let command):
            "\(state): the interrupted run is one of \(command): continue it there, or start anew with --force"
        case .notFinite(let figure):
            "the result ‘\(figure)’ is infinite or not a number, which JSON can't hold: the model, or what it was given, is far "
                + "beyond what can be calculated with"
        case .interrupted:
            "interrupted; what was written until then is complete"
        case .standardOutput(let reason):
            "standard output can't be written: \(reason)"
        case .resumeWithoutConditions(let names, let state):
            "\(state): the interrupted run is conditioned on \(Text.list(names)); add the --condition that it was started "
                + "with, or start anew with --force"
        case .resumeConflict(let option, let state):
            "\(state): the interrupted run was started with another \(option); leave it out, or start anew with --force"
        }
    }

    private static func mismatch(
        _ path: String, _ found: ImageReadingOptions.Shape, _ levels: LevelHistogram,
        _ model: ImageReadingOptions.Shape
    ) -> String {
        var remedies: [ImageReadingRemedy] = found.size == model.size ? [] : [.size(model.size)]
        var remark = ""
        if found.bitDepth != model.bitDepth {
            remedies.append(.bitDepth(model.bitDepth))
            let (minimum, maximum) = (levels.minimum ?? 0, levels.maximum ?? 0)
            if model.bitDepth == .eight, 2 * (maximum - minimum) < found.bitDepth.maximumLevel {
                remedies.append(.levelsOfModel)
                remark = " (the values here are \(minimum):\(maximum))"
            }
        }
        return
            "\(FilePath.line(path)): is \(found.size) of \(found.bitDepth.rawValue) bits, but the model was trained on \(model.size) "
            + "images of \(model.bitDepth.rawValue) bits; add \(ImageReadingRemedy.options(remedies))\(remark)"
    }
}
