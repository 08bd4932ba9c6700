import Kernels

/// How a network leads from an image to latents and from latents to what the likelihood needs.
///
/// A lane's images stand in its workspace, and the noise, latents and rates of their draws.
protocol NetworkStructure: Sendable {
    var stacks: StackSet { get }

    /// Dimensions of the latent.
    var latentCount: Int { get }

    /// The floats an image of the buffers that passes want beside the stacks' own memory.
    func bufferCounts(backward: Bool) -> [Int]

    /// Floating-point operations of a pass from one image to its posterior, and of one from a latent to the outputs.
    var encodingOperations: Int { get }
    var decodingOperations: Int { get }

    /// Groups of latents that are drawn one after the other.
    var groupCount: Int { get }

    /// Reads the images `[images, pixels]`, on -1...1, for any number of draws.
    func encode(_ input: Buffer, _ pass: NetworkPass)

    /// Draws latents from the posteriors of the images that were read, with the workspace's noise.
    ///
    /// - Returns: `[rows, pixels · outputsPerPixel]`, a view into the workspace. The latents and the groups' rates
    ///   stand in the workspace.
    func draw(_ pass: NetworkPass, rate: RateEstimate) -> Buffer

    /// Goes back through the last draw and the reading of the images.
    ///
    /// - outputGradient: used up.
    /// - rate: as the draw took it; its weights stand in the workspace.
    func backward(
        _ outputGradient: Buffer, input: Buffer, _ pass: NetworkPass, rate: RateEstimate,
        gradients: NetworkGradients)

    /// The posteriors' means and log variances, `[images, 2 · latents]`, a view into the workspace; where one group of
    /// latents depends on another, given the other's means.
    func posteriors(_ input: Buffer, _ pass: NetworkPass) -> Buffer

    /// What the likelihood needs, of the workspace's latents.
    func decode(_ pass: NetworkPass) -> Buffer
}
