/// A refinement between two steps, its arenas aside.
struct RefinementState: Sendable, Codable {
    var stage: TrainingStage
    var steps: Int
    var seconds: Double
    var scalars: RefinementScalars

    /// Whether training can have come here: a file may claim anything.
    var isPossible: Bool {
        stage != .autoencoder && (0..<1 << 48).contains(steps) && seconds.isFinite && seconds >= 0
            && scalars.clipper.isPossible && scalars.balance?.isFinite ?? true
    }
}
