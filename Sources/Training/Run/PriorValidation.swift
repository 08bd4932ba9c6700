import Kernels
import Layers
import Platform
import VAE

/// Measures the flow-matching loss of held-out images' posteriors, and that of as many training images.
///
/// The noise and the times are the same for both, at every measurement and for any number of threads, so that the two
/// losses and the measurements can be compared.
///
/// Source: Lipman et al., 2023, arXiv:2210.02747.
struct PriorValidation {
    private let network: VelocityNetwork
    private let weights: StackSetWeights
    private let parameters: Arena
    /// The averaged parameters at the best check so far.
    let best: Arena
    private let heldOut: PosteriorStore
    private let training: PosteriorStore
    private let seed: UInt64
    private let pool: WorkerPool
    private let workspaces: [Workspace]

    /// The maximum number of images on each side, and the number of draws from each posterior. A measurement then takes
    /// about as long as five steps.
    private static let maximumImages = 64
    private static let draws = 8

    /// The memory of one worker.
    private struct Workspace {
        let velocity: VelocityWorkspace
        let noise: Buffer  // [draws, dimension]
        let latents: Buffer  // [draws, dimension]
        let points: Buffer  // [draws, dimension]
        let difference: Buffer  // [dimension]
        let time: Buffer  // [1]
    }

    /// What is known of all images.
    struct Images {
        let posteriors: Posteriors
        let split: DataSplit
        /// The class of every image; nil if there are no classes.
        var classes: [Int]?
        /// The codes of the conditions of every image; nil if there are none.
        var conditions: ConditionCodes?
    }

    /// - Parameters:
    ///   - network: The flow.
    ///   - parameters: The averaged parameters, which are read at every measurement.
    ///   - images: The images.
    ///   - seed: The seed of the noise and the times.
    ///   - pool: The threads that do the work.
    /// - Returns: nil if no images are held out.
    init?(
        _ network: VelocityNetwork, parameters: Arena, images: Images, seed: UInt64, pool: WorkerPool
    ) {
        let split = images.split
        let count = min(split.validation.count, split.training.count, Self.maximumImages)
        guard count > 0 else { return nil }
        func store(_ indices: [Int]) -> PosteriorStore {
            // Folders are in the order of their classes, so images are taken from the whole list.
            PosteriorStore(
                images.posteriors, images: (0..<count).map { indices[$0 * indices.count / count] },
                classes: images.classes, conditions: images.conditions)
        }
        self.network = network
        self.parameters = parameters
        best = parameters.copy()
        self.seed = seed
        self.pool = pool
        heldOut = store(split.validation)
        training = store(split.training)
        weights = StackSetWeights(network.stacks, parameters: parameters, backward: false)
        let (draws, dimension) = (Self.draws, network.dimension)
        workspaces = (0..<pool.threadCount).map { _ in
            func buffer() -> Buffer { Buffer(count: draws * dimension) }
            return Workspace(
                velocity: VelocityWorkspace(network, capacity: draws, backward: false), noise: buffer(),
                latents: buffer(), points: buffer(), difference: Buffer(count: dimension), time: Buffer(count: 1))
        }
    }

    /// Measures both losses with the parameters as they are now.
    ///
    /// - Parameter step: The number of steps so far.
    func check(step: Int) -> PriorCheck {
        weights.pack(pool: pool)
        let count = heldOut.count
        let losses = SharedArray(repeating: 0.0, count: 2 * count)
        pool.run(2 * count) { lane, worker in
            losses[lane] = loss(of: lane % count, in: lane < count ? heldOut : training, workspaces[worker])
        }
        let each = losses.prefix(2 * count)
        let (seen, unseen) = (each[count...].reduce(0, +), each[..<count].reduce(0, +))
        let mean = (unseen - seen) / Double(count)
        let squares = (0..<count).reduce(0.0) { sum, image in
            let distance = each[image] - each[count + image] - mean
            return sum + distance * distance
        }
        return PriorCheck(
            step: step, images: count, heldOut: unseen / Double(count), training: seen / Double(count),
            error: count > 1 ? (squares / Double(count * (count - 1))).squareRoot() : 0)
    }

    /// The name of `best` in a state file, and its layout.
    var arena: (name: String, layout: ParameterLayout, arena: Arena) { ("best.", network.layout, best) }

    /// Keeps the parameters as they are now as the best.
    func keepParameters() { best.buffer.copy(from: parameters.buffer) }

    /// The mean squared error per dimension over the draws of one image.
    private func loss(of image: Int, in store: PosteriorStore, _ workspace: Workspace) -> Double {
        let dimension = network.dimension
        for draw in 0..<Self.draws {
            let range = draw..<draw + 1
            func stream(_ purpose: RandomStream.Purpose) -> RandomStream {
                RandomStream(seed: seed, purpose: purpose, step: draw, item: image)
            }
            let (noise, latent) = (workspace.noise[range, each: dimension], workspace.latents[range, each: dimension])
            store.draw(image, from: stream(.priorCheckPosterior), noise: noise, into: latent)
            network.normalize(latent, parameters)
            stream(.priorCheckNoise).fillNormal(noise)
            stream(.priorCheckTime).fillNormal(workspace.time)
            let time = 1 / (1 + exp(-Double(workspace.time[0])))
            network.fillFeatures(
                workspace.velocity.features, row: draw, time: time, told: PriorClass(store.classIndex(of: image)))
            if let codes = store.conditions(of: image) {
                network.fillConditions(workspace.velocity.features, row: draw, codes: codes)
            }
            KernelSet.current.mix(
                noise, latent, share: Float(time), into: workspace.points[range, each: dimension])
        }
        let velocity = network.forward(
            workspace.points, VelocityPass(points: Self.draws, weights: weights, workspace: workspace.velocity))
        return (0..<Self.draws).reduce(0.0) { sum, draw in
            let range = draw..<draw + 1
            return sum
                + KernelSet.current.squaredDifference(
                    velocity[range, each: dimension], minus: workspace.latents[range, each: dimension],
                    plus: workspace.noise[range, each: dimension], factor: 1, into: workspace.difference)
                / Double(dimension * Self.draws)
        }
    }
}
