import GreyImages
import Kernels
import Layers
import Platform
import VAE

/// The gradient of the bound that trains an autoencoder: the evidence lower bound, or the importance-weighted bound
/// with the schedule's current number of draws.
///
/// Source: Burda et al., 2016, arXiv:1509.00519 (importance weighting).
final class BoundGradient: GradientSource {
    private let network: VariationalAutoencoder
    private let parameters: Arena
    private let batches: ImageBatches
    private let schedule: Schedule
    private let pool: WorkerPool
    private var gradient: BatchGradient?
    private(set) var revision = 0

    /// - Parameter parameters: The parameters, which are read at every `compute`.
    init(
        _ network: VariationalAutoencoder, parameters: Arena, batches: ImageBatches, schedule: Schedule,
        pool: WorkerPool
    ) {
        self.network = network
        self.parameters = parameters
        self.batches = batches
        self.schedule = schedule
        self.pool = pool
    }

    var gradientArenas: [Arena] { gradient.map { [$0.gradients] } ?? [] }
    var terms: SharedArray<ImageTerms>? { gradient?.terms }

    func compute(_ images: ArraySlice<Int>, step: Int, progress: Double) -> GradientReport {
        let objective = schedule.objective(progress: progress)
        let gradient = gradient(draws: objective.importanceSamples)
        let norm = gradient.compute(images, step: step, objective: objective)
        var sum = 0.0
        for place in 0..<images.count { sum += gradient.terms[place].negativeELBO }
        return GradientReport(
            norm: norm, loss: sum / Double(max(1, images.count)), isFinite: norm.isFinite && sum.isFinite)
    }

    /// The gradient with a number of draws. Only one is held: the old one's memory is released before the new one's is
    /// allocated.
    private func gradient(draws: Int) -> BatchGradient {
        if let gradient, gradient.draws == draws { return gradient }
        gradient = nil
        let made = BatchGradient(
            network, parameters: parameters, batches: batches, draws: draws, pool: pool)
        gradient = made
        revision += 1
        return made
    }
}
