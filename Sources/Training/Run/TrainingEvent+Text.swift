extension TrainingEvent: CustomStringConvertible {
    /// The event in one line.
    public var description: String {
        switch self {
        case .stage(let stage): "stage: \(stage.rawValue)"
        case .work(let work): "\(work)"
        case .step(let report):
            "\(report.stage.rawValue) step \(report.step), loss \(report.loss.value), "
                + "\(Int(report.secondsLeft.rounded())) s left of the stage"
        case .recovery(let epoch, let share):
            "back to \(epoch == 0 ? "the beginning" : "epoch \(epoch)"), learning rate times \(share)"
        case .epoch(let record, let isBest):
            "epoch \(record.epoch): validation -ELBO \(record.validation?.negativeELBO ?? .nan) nats per image"
                + (isBest ? ", the best so far" : "")
        case .curves(let curves): "figures of \(curves.epochs.count) epochs"
        case .preview(_, let stage, let share):
            "the model at \(Int((100 * share).rounded())) % of the \(stage.rawValue)"
        case .checkpoint(let checkpoint): "checkpoint after step \(checkpoint.steps)"
        case .earlyEnd(let early, let stage):
            "back to step \(early.bestStep) of the \(stage.rawValue), which ends early"
        case .model: "a model"
        case .history: "the history"
        case .ended: "the end"
        }
    }
}
