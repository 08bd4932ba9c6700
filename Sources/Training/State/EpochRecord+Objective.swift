import VAE

extension EpochRecord {
    /// The objective that chooses the best weights, in nats per image: that of the held-out images, or of the training
    /// images if none are held out.
    func objective(_ settings: TrainingSettings) -> Double {
        let terms = validation ?? training
        return validationImportanceBound ?? terms.distortion + settings.beta * terms.rate
    }

    /// The objective of the training images, measured while the weights changed, in nats per image.
    func trainingObjective(_ settings: TrainingSettings) -> Double {
        training.distortion + settings.beta * training.rate
    }
}

extension [EpochRecord] {
    /// The relative rise of the objective that counts.
    private static var rise: Double { 0.005 }

    /// The best epoch if the training images were learned by heart since: the held-out images' objective has risen while
    /// that of the training images fell.
    ///
    /// - Parameter share: The maximum share of the epochs that had been done by the best one.
    func bestBeforeOverfitting(_ settings: TrainingSettings, share: Double) -> EpochRecord? {
        guard let last, last.validation != nil,
            let best = self.min(by: { $0.objective(settings) < $1.objective(settings) })
        else { return nil }
        let scale = Swift.max(abs(best.objective(settings)), .leastNormalMagnitude)
        guard last.objective(settings) - best.objective(settings) > Self.rise * scale,
            Double(best.epoch) < share * Double(last.epoch),
            last.trainingObjective(settings) < best.trainingObjective(settings)
        else { return nil }
        return best
    }
}
