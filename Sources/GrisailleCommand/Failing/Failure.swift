import ArgumentParser
import Grisaille
import Platform

/// The messages and exit codes of errors.
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
        Console.failure(message(of: error))
        RootCommand.exit(withError: ExitCode(code))
    }

    /// Prints an error of the argument parser, which quotes the arguments as they came.
    private static func exit(withParserError error: any Error) -> Never {
        let code = RootCommand.exitCode(for: error)
        let message = RootCommand.fullMessage(for: error)
        if code == .success || message.isEmpty { RootCommand.exit(withError: error) }
        Console.note(message)
        RootCommand.exit(withError: code)
    }

    /// What is wrong, with the options that mend it.
    private static func message(of error: any Error) -> String {
        switch error {
        case let error as ConfigurationError: error.message
        case let error as TrainingError: error.message
        case let error as SamplingError: error.message
        case let error as InterpolationError: error.message
        case let error as any ImageProblem: error.message
        default: "\(error)"
        }
    }

    /// The exit code for an error; nil for those of the argument parser, which knows its own.
    private static func code(of error: any Error) -> Int32? {
        switch error {
        case let error as CommandError: exitCode(of: error)
        case let error as TrainingError: exitCode(of: error)
        case let error as SamplingError: exitCode(of: error)
        case let error as InterpolationError: exitCode(of: error)
        case let error as FileError: exitCode(of: error)
        case let error as ImageFolderError: exitCode(of: error)
        case is ConfigurationError: Code.usage
        case is MemoryError: Code.outOfMemory
        case is PNGError, is NumpyError, is ModelFileError, is InferenceError, is LabelTableError: Code.badData
        default: nil
        }
    }

    private static func exitCode(of error: FileError) -> Int32 {
        switch error {
        case .missing, .unreadable: Code.missingInput
        case .cannotCreate, .exists: Code.cannotCreate
        }
    }

    private static func exitCode(of error: ImageFolderError) -> Int32 {
        switch error {
        case .memory: Code.outOfMemory
        case .noImages, .foreignImages, .unreadable, .unalike, .noWindow, .labels: Code.badData
        }
    }

    private static func exitCode(of error: TrainingError) -> Int32 {
        switch error {
        case .diverged, .refinementDiverged: Code.other
        case .imagesChanged, .conditionsDiffer, .classesMissing, .imagesUnlikeModel: Code.badData
        case .nothingToResume: Code.missingInput
        case .memory: Code.outOfMemory
        case .outOfBounds, .configuration, .patienceWithoutValidation, .noShareForAutoencoder, .belongsToArchitecture,
            .belongsToPrior, .oneHiddenLayer, .ladderLevels, .latentOfLadder, .priorOfLadder, .adversarialNeeds,
            .cropNeeds, .classesDiffer, .componentsWithoutValidation, .flowMissing, .structureOfModel:
            Code.usage
        }
    }

    private static func exitCode(of error: SamplingError) -> Int32 {
        switch error {
        case .poolTooSmall, .poolTooLarge, .equalImages: Code.usage
        case .noClasses, .unknownClass, .noConditions, .unknownCondition, .conditionNotANumber, .unknownCategory,
            .fewerThanTwoGroups, .tooManyGroups, .rareGroup, .copies:
            Code.badData
        }
    }

    private static func exitCode(of error: InterpolationError) -> Int32 {
        switch error {
        case .oneGroup, .groupsOutOfRange: Code.usage
        case .noFlowPrior, .noPathOfLadder: Code.badData
        }
    }

    private static func exitCode(of error: CommandError) -> Int32 {
        switch error {
        case .interrupted, .standardOutput: Code.other
        case .usage, .resumeConflict, .resumeWithoutConditions, .usedTwice, .folderLikeFile: Code.usage
        case .exists, .folderNotEmpty, .beingWritten, .interruptedRun, .otherRun: Code.cannotCreate
        case .mismatch, .latents, .notOneImage, .twoImagesOneOutput, .noGroups, .shares,
            .attribute,
            .noFolderName, .notConditional, .notFinite:
            Code.badData
        }
    }
}
