import Kernels
import Layers

/// The structure of a network that maps images to latents, and latents to the outputs that a likelihood reads.
///
/// The images of a lane stand in its workspace, as do the noise, the latents and the rates of their draws.
protocol NetworkStructure: Sendable {
    var stacks: StackSet { get }

    /// Dimensions of the latent.
    var latentCount: Int { get }

    /// Floats per image or draw of each buffer that passes need beside the stacks' own memory.
    func bufferCounts(backward: Bool) -> [Int]

    /// Floating-point operations from one image to its posterior.
    var encodingOperations: Int { get }
    /// Floating-point operations from one latent to the outputs.
    var decodingOperations: Int { get }

    /// The number of groups of latents, which are drawn one after the other.
    var groupCount: Int { get }

    /// Encodes the images `[images, pixels]`, on -1...1, for any number of draws.
    func encode(_ input: Buffer, _ pass: NetworkPass)

    /// Draws latents from the posteriors of the images that were encoded last, with the workspace's noise.
    ///
    /// - Returns: `[rows, pixels · outputsPerPixel]`, a view into the workspace. The latents and the groups' rates
    ///   stand in the workspace.
    func draw(_ pass: NetworkPass, rate: RateEstimate) -> Buffer

    /// Runs the backward pass of the last draw and of the encoding.
    ///
    /// - Parameters:
    ///   - outputGradient: Changed.
    ///   - rate: That of the draw; its weights stand in the workspace.
    func backward(
        _ outputGradient: Buffer, input: Buffer, _ pass: NetworkPass, rate: RateEstimate,
        gradients: NetworkGradients)

    /// The posteriors' means and log variances, `[images, 2 · latents]`, a view into the workspace. Where one group of
    /// latents depends on another, they are those given the other group's means.
    func posteriors(_ input: Buffer, _ pass: NetworkPass) -> Buffer

    /// The outputs that the likelihood reads, for the workspace's latents.
    func decode(_ pass: NetworkPass) -> Buffer
}
