extension TrainingFacts {
    /// A description of facts that no training can have; nil where all are possible. Files may hold anything.
    package var fault: String? {
        let counts = [
            ("images", images), ("validation images", validationImages), ("epochs", epochs), ("best epoch", bestEpoch),
            ("steps", steps), ("images per step", batch), ("adversarial steps", adversarialSteps ?? 0),
            ("steps of the prior", priorSteps ?? 0), ("held-out images", novelty?.heldOutImages ?? 0),
        ]
        for (name, count) in counts where !(0..<1 << 48).contains(count) { return "its count of \(name) is \(count)" }
        if bestEpoch > epochs { return "its best epoch is \(bestEpoch) of \(epochs)" }
        let sizes = [
            ("learning rate", learningRate), ("beta", beta), ("adversarial weight", adversarialWeight ?? 0),
            ("novelty radius in pixels", novelty?.pixelRadius ?? 0),
            ("novelty radius of the encoder", novelty?.encoderRadius ?? 0),
            ("novelty quantile", novelty?.quantile ?? 0),
        ]
        for (name, size) in sizes where !(size.isFinite && size >= 0) { return "its \(name) is \(size)" }
        if let quantile = novelty?.quantile, quantile > 1 { return "its novelty quantile is \(quantile)" }
        if let negativeELBO = validationNegativeELBO, !negativeELBO.isFinite { return "its ELBO is \(negativeELBO)" }
        return nil
    }
}
