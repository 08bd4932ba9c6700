/// A refinement after a step.
public struct RefinementReport: Sendable {
    public var stage: TrainingStage
    public var step: Int
    /// The running mean of the loss: the distortion in nats an image of the decoder's stage, the flow's mean squared
    /// error a dimension of the prior's.
    public var loss: Double
    public var imagesPerSecond: Double
    /// The share of the stage that is done, 0...1, and the seconds that the rest of it will take.
    public var progress: Double
    public var secondsLeft: Double
    /// What the run takes from here, its later stages and what follows them included; nil where nobody knows yet.
    public var runSecondsLeft: Double?
}
