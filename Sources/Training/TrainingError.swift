import GreyImages

/// Why training can't begin or go on.
public enum TrainingError: Error, Sendable, CustomStringConvertible {
    case setting(String)
    case refinementDiverged(stage: TrainingStage, step: Int)
    case diverged(step: Int, epoch: Int, model: String?)
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
        case .imagesChanged(let state):
            "\(state): the run was started with other images, or read them with other options such as --size; "
                + "resume with the same, or start anew with --force"
        case .nothingToResume(let path):
            "\(path): there is no interrupted run to resume; leave --resume out to start one"
        }
    }
}
