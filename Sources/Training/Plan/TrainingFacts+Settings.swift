import VAE

extension TrainingFacts {
    /// The facts that the settings of a training determine: its seed, its batch, its learning rate and its β.
    init(_ settings: TrainingSettings) {
        self.init()
        seed = settings.seed
        batch = settings.batch
        learningRate = settings.learningRate
        beta = settings.beta
    }
}
