import GreyImages
import Kernels

/// Several draws from each image's posterior: what importance weights are made of.
extension Inference {
    /// The terms of draws from the posteriors of some of a data set's images: the rate is log q(latent) - log p(latent)
    /// of the very draw, p being the prior that the network was trained with.
    ///
    /// - draws: which of the endless sequence that the seed gives every image.
    /// - wantsLatents: of a flat network.
    /// - Returns: `[indices, draws]` both.
    public func drawTerms(
        of images: ImageDataset, indices: [Int], draws: Range<Int>, seed: UInt64, wantsLatents: Bool = false
    ) -> (terms: [ImageTerms], latents: Latents?) {
        let terms = SharedArray(
            repeating: ImageTerms(distortion: 0, rate: 0), count: indices.count * draws.count)
        let dimension = network.configuration.latentCount
        let latents = Buffer(count: wantsLatents ? terms.count * dimension : 0)
        let runs = (draws.count + Self.drawsARun - 1) / Self.drawsARun
        pool.run(indices.count * runs) { job, worker in
            let (place, run) = (job / runs, job % runs)
            let workspace = workspaces[worker]
            let end = min(draws.count, (run + 1) * Self.drawsARun)
            // An image is read once for all draws of a run.
            load(CollectionOfOne(indices[place]), of: images, seed: seed, into: workspace)
            network.encode(images: 1, weights: weights, workspace: workspace)
            for first in stride(from: run * Self.drawsARun, to: end, by: workspace.capacity) {
                let count = min(workspace.capacity, end - first)
                for row in 0..<count {
                    workspace.drawNoise(
                        row,
                        from: RandomStream(
                            seed: seed, purpose: .importanceNoise, step: draws.lowerBound + first + row,
                            item: indices[place]))
                }
                let target = place * draws.count + first
                network.drawTerms(
                    images: 1, draws: count, weights: weights, workspace: workspace, first: target, into: terms)
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

    /// Draws for which an image is read anew: so many that the reading takes little of the time.
    private static let drawsARun = 1024
}
