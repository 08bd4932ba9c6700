import Kernels
import Layers
import VAE

/// Computes the gradients of a loss over a batch of images, at the parameters that a session trains.
///
/// The sets of parameters come in a fixed order; the first is the one whose average becomes part of the model.
protocol GradientSource: AnyObject {
    /// The gradients that the last `compute` left, one arena for each set of parameters.
    var gradientArenas: [Arena] { get }

    /// Grows whenever `gradientArenas` became other arenas.
    var revision: Int { get }

    /// What the last `compute` found of each image of its batch, in the batch's order; nil where the loss has no terms.
    var terms: SharedArray<ImageTerms>? { get }

    /// Computes the mean gradients of a batch. A batch of one image gives that image's own gradient.
    ///
    /// - Parameters:
    ///   - images: indices, as the source counts its images.
    ///   - step: chooses the noise; counted from 1.
    ///   - progress: the share of the stage that is done, 0...1.
    func compute(_ images: ArraySlice<Int>, step: Int, progress: Double) -> GradientReport

    /// Finishes a step after the parameters have changed.
    func stepTaken()

    /// A number that the next step depends on beside parameters and moments, where there is one.
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

/// What is known of the gradients of a batch.
struct GradientReport {
    /// The Euclidean norm of the first set's gradient.
    var norm: Double
    /// The mean loss over the batch.
    var loss: Double
    /// Whether all that the step needs is finite.
    var isFinite: Bool
}
