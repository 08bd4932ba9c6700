/// The figures of a run so far, over all its stages and all parts of an interrupted run.
public struct TrainingCurves: Sendable, Hashable, Codable {
    /// The epochs of the autoencoder's stage.
    package var epochs: [EpochRecord] = []
    /// The distortion of the decoder's stage, in nats per image.
    package var decoder: LossCurve?
    /// The squared error per dimension of the prior's stage.
    package var prior: LossCurve?
    /// The losses of held-out images along the prior's stage.
    package var priorChecks: [PriorCheck] = []
    /// The early end of the autoencoder's stage; nil if it takes its whole length.
    package var autoencoderEarlyEnd: EarlyEnd?
    /// The early end of the prior's stage; nil if it takes its whole length.
    package var priorEarlyEnd: EarlyEnd?

    private enum CodingKeys: String, CodingKey {
        case epochs, decoder, prior, priorChecks, autoencoderEarlyEnd
        case priorEarlyEnd = "earlyEnd"
    }

    /// The number of epochs that later stages keep of the first one.
    static let epochLimit = 500
    /// The shares of the prior's stage at which held-out images are measured, before its end.
    static let checkShares = (1...7).map { Double($0) / 8 }
    /// Further such shares of a long stage, and the number of steps since the last measurement that make it one.
    static let furtherCheckShares = (1...8).map { (2 * Double($0) - 1) / 16 }
    static let stepsBeforeFurtherCheck = 200
    /// The shares of the last stage at which the observer receives a model to show, before its end.
    static let previewShares = [0.25, 0.5, 0.75]
    /// The number of held-out images from which their loss decides anything, and the relative rise that counts.
    static let fewestHeldOut = 8
    private static let rise = 0.005
    /// The relative rise that ends the stage early. A smaller one may be chance.
    private static let endingRise = 0.01

    package init() {}

    /// Adds the loss of a step.
    ///
    /// - Parameters:
    ///   - loss: The loss.
    ///   - stage: The stage of the step.
    ///   - step: The number of the step within the stage.
    mutating func add(_ loss: Double, of stage: TrainingStage, step: Int) {
        // Changed in place, so that a step takes no memory.
        switch stage {
        case .autoencoder: break
        case .decoder:
            if decoder == nil { decoder = LossCurve(start: step - 1) }
            decoder?.add(loss)
        case .prior:
            if prior == nil { prior = LossCurve(start: step - 1) }
            prior?.add(loss)
        }
    }

    /// The early end of a stage; nil if it takes its whole length.
    func earlyEnd(of stage: TrainingStage) -> EarlyEnd? {
        switch stage {
        case .autoencoder: autoencoderEarlyEnd
        case .decoder: nil
        case .prior: priorEarlyEnd
        }
    }

    mutating func set(_ early: EarlyEnd, of stage: TrainingStage) {
        switch stage {
        case .autoencoder: autoencoderEarlyEnd = early
        case .decoder: preconditionFailure("a stage whose images aren't measured")
        case .prior: priorEarlyEnd = early
        }
    }

    /// The check whose weights the prior gets: the last one, unless the held-out images' loss was clearly lower before.
    /// From then on the prior learned its images by heart.
    package var keptCheck: PriorCheck? { bestCheck(beforeRiseOf: Self.rise) ?? priorChecks.last }

    /// The check whose weights the prior's stage returns to, in order to end early; nil if it goes on.
    var endingCheck: PriorCheck? { priorEarlyEnd == nil ? bestCheck(beforeRiseOf: Self.endingRise) : nil }

    /// The best check, if the last one's loss is higher by a relative rise.
    private func bestCheck(beforeRiseOf rise: Double) -> PriorCheck? {
        guard let last = priorChecks.last, last.images >= Self.fewestHeldOut,
            let best = priorChecks.min(by: { $0.heldOut < $1.heldOut }), last.heldOut > (1 + rise) * best.heldOut
        else { return nil }
        return best
    }

    /// Whether the last check is the best so far.
    var isLastCheckBest: Bool {
        guard let last = priorChecks.last else { return false }
        return priorChecks.allSatisfy { last.heldOut <= $0.heldOut }
    }

    /// The curves with fewer epochs: at most `epochLimit`, with the last one and the best one.
    func thinned(best: Int) -> TrainingCurves {
        var curves = self
        while curves.epochs.count > Self.epochLimit {
            let last = curves.epochs.last?.epoch
            curves.epochs = curves.epochs.enumerated().filter {
                $0.offset % 2 == 0 || $0.element.epoch == best || $0.element.epoch == last
            }.map(\.element)
        }
        return curves
    }

    /// Whether a run can reach these values. A damaged file may hold others.
    var isPossible: Bool {
        let counts = 1..<1 << 48
        return decoder?.isPossible ?? true && prior?.isPossible ?? true && priorChecks.allSatisfy(\.isPossible)
            && priorChecks.count <= Self.checkShares.count + Self.furtherCheckShares.count + 1
            && [autoencoderEarlyEnd, priorEarlyEnd].allSatisfy { $0?.isPossible ?? true }
            && epochs.allSatisfy { counts.contains($0.epoch) && counts.contains($0.steps + 1) }
    }
}
