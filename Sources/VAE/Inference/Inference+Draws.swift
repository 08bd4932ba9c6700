import GreyImages
import Kernels

/// Several draws from each image's posterior: what importance weights are made of.
extension Inference {
    /// The terms of draws from the posteriors of some of a data set's images. The rate is log q(latent) - log p(latent) of
    /// the draw itself, with the prior p that the network was trained with.
    ///
    /// - Parameters:
    ///   - draws: A range of the endless sequence of draws that the seed gives every image.
    ///   - wantsLatents: Whether the draws are returned too; for a flat network only.
    /// - Returns: `[indices, draws]` each.
    package func drawTerms(
        of images: ImageDataset, indices: [Int], draws: Range<Int>, seed: UInt64, wantsLatents: Bool = false
    ) -> (terms: [ImageTerms], latents: Latents?) {
        let terms = SharedArray(
            repeating: ImageTerms(distortion: 0, rate: 0), count: indices.count * draws.count)
        let dimension = network.configuration.latentCount
        let latents = Buffer(count: wantsLatents ? terms.count * dimension : 0)
        let runs = (draws.count + Self.drawsPerRun - 1) / Self.drawsPerRun
        pool.run(indices.count * runs) { job, worker in
            let (place, run) = (job / runs, job % runs)
            let workspace = workspaces[worker]
            let end = min(draws.count, (run + 1) * Self.drawsPerRun)
            // An image is encoded once for all draws of a run.
            load(CollectionOfOne(indices[place]), of: images, seed: seed, into: workspace)
            let pass = network.pass(images: 1, weights: weights, workspace: workspace)
            network.encode(pass)
            for first in stride(from: run * Self.drawsPerRun, to: end, by: workspace.capacity) {
                let count = min(workspace.capacity, end - first)
                for row in 0..<count {
                    workspace.drawNoise(
                        row,
                        from: RandomStream(
                            seed: seed, purpose: .importanceNoise, step: draws.lowerBound + first + row,
                            item: indices[place]))
                }
                let target = place * draws.count + first
                network.drawTerms(pass, draws: count, first: target, into: terms)
                if wantsLatents {
                    latents[target..<target + count, each: dimension].copy(
                        from: workspace.latents.prefix(count * dimension))
                }
            }
        }
        return (
            terms.prefix(terms.count), wantsLatents ? Latents(dimension: dimension, values: latents.values) : nil
        )
    }

    /// The number of draws per encoding of an image: enough that encoding takes little of the time.
    private static let drawsPerRun = 1024
}
