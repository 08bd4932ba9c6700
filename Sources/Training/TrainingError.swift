import GreyImages

/// Why training can't begin or go on.
public enum TrainingError: Error, Sendable, CustomStringConvertible {
    case setting(String)
    case refinementDiverged(stage: TrainingStage, step: Int)
    case diverged(step: Int, epoch: Int, model: String?)
    /// More memory than the machine has, in bytes.
    case memory(parameters: Int, needed: Double, available: Double)
    case imagesChanged(state: String)
    case nothingToResume(path: String)

    public var description: String {
        switch self {
        case .setting(let message):
            message
        case .diverged(let step, let epoch, let model):
            "the objective became infinite or not a number in step \(step) of epoch \(epoch)"
                + (model == nil ? "; " : ", also with the learning rate halved \(Trainer.mostRecoveries) times; ")
                + (model.map { "the best model until then is kept in \($0); " } ?? "")
                + "start anew with half the --learning-rate" + (model == nil ? "" : " and --force")
        case .refinementDiverged(let stage, let step):
            "the training of the \(stage.rawValue) became infinite or not a number in step \(step); the model as it was "
                + "before is kept: start anew with another --seed"
        case .memory(let parameters, let needed, let available):
            "a model of \(parameters) parameters needs \(Self.gigabytes(needed)) of memory to train and this machine "
                + "has \(Self.gigabytes(available)); choose a smaller --hidden, --latent, --channels, --flow-width, --batch or --size"
        case .imagesChanged(let state):
            "\(state): the run was started with other images, or read them with other options such as --size; "
                + "resume with the same, or start anew with --force"
        case .nothingToResume(let path):
            "\(path): there is no interrupted run to resume; leave --resume out to start one"
        }
    }

    private static func gigabytes(_ bytes: Double) -> String { "\((bytes / 1e8).rounded() / 10) GB" }
}
