import Layers
import VAE

/// A stage that follows the autoencoder's: it takes steps over random batches and leaves a model.
protocol Refinement: AnyObject {
    var stage: TrainingStage { get }
    /// Images a step.
    var batch: Int { get }

    /// Takes one step, and returns its loss; not finite where it diverged.
    ///
    /// - images: places in the training images.
    /// - step: counted from 1.
    /// - learningRateShare: the schedule's share of the full learning rate.
    func takeStep(_ images: [Int], step: Int, learningRateShare: Double) -> Double

    /// Everything that the next step depends on, beside the step's number.
    var arenas: [(name: String, layout: ParameterLayout, arena: Arena)] { get }
    var scalars: RefinementScalars { get set }
    /// Goes on from a step whose arenas and scalars were read back.
    func resume(at step: Int)

    /// The model with what was learnt so far.
    func refined(_ model: Model, steps: Int) -> Model
}

/// The single numbers of a refinement's state.
struct RefinementScalars: Sendable, Hashable, Codable {
    var clipper = GradientClipper()
    /// What the adversarial part is multiplied with.
    var balance: Double?
}
