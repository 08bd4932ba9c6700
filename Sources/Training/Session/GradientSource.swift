import Kernels
import Layers
import VAE

/// A source of gradients: computes those of a loss over a batch of images, at the parameters that a session trains.
///
/// The sets of parameters have a fixed order. The average of the first set becomes part of the model.
protocol GradientSource: AnyObject {
    /// The gradients of the last `compute`, one arena per set of parameters.
    var gradientArenas: [Arena] { get }

    /// A number that grows whenever `gradientArenas` returns different arenas.
    var revision: Int { get }

    /// The terms of each image of the last batch, in the batch's order; nil if the loss has no terms.
    var terms: SharedArray<ImageTerms>? { get }

    /// Computes the mean gradients of a batch. A batch of one image gives that image's own gradients.
    ///
    /// - Parameters:
    ///   - images: The indices of the batch's images, as the source counts them.
    ///   - step: The number of the step, counted from 1. It determines the noise.
    ///   - progress: The share of the stage that is done, 0...1.
    func compute(_ images: ArraySlice<Int>, step: Int, progress: Double) -> GradientReport

    /// Finishes a step after the parameters have changed.
    func stepTaken()

    /// A number that the next step depends on, beside the parameters and moments; nil if there is none.
    var balance: Double? { get set }
}

extension GradientSource {
    var revision: Int { 0 }
    var terms: SharedArray<ImageTerms>? { nil }
    func stepTaken() {}
    var balance: Double? {
        get { nil }
        set {}
    }
}

/// The norm and the loss of a batch.
struct GradientReport {
    /// The Euclidean norm of the first set's gradient.
    var norm: Double
    /// The mean loss over the batch.
    var loss: Double
    /// Whether every number that the step needs is finite.
    var isFinite: Bool
}
