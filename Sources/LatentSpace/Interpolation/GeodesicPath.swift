import Kernels
import Platform
import VAE

/// The path from one latent to another on which the decoded image changes least: that of minimum energy, Σ over the steps of
/// their squared lengths, under the metric that the decoder pulls back from the images.
///
/// Source: Arvanitidis et al., 2018, arXiv:1710.11379; Shao et al., 2018, arXiv:1711.08014.
package struct GeodesicPath: Sendable {
    private let decoder: DecoderPullBack
    private let model: Model
    private let pool: WorkerPool

    /// Points of the first searches, both ends included.
    private static let coarsePoints = 17
    /// Points of the path: between few points, an image could change and change back unseen.
    private static let finePoints = 65
    private static let coarseSteps = 80
    private static let fineSteps = 40
    /// The minimum share of the energy that a step must save for another to follow.
    private static let minimumGain = 1e-4
    /// Draws of the prior through whose images a first path goes.
    private static let draws = 300

    /// - Precondition: The architecture is not a ladder.
    package init(_ model: Model, pool: WorkerPool) {
        decoder = DecoderPullBack(model, pool: pool)
        self.model = model
        self.pool = pool
    }

    /// A path and its energy: (points - 1) / 2 · Σ over the steps of the mean squared difference of the images on -1...1.
    package struct Result: Sendable {
        package let points: Latents
        package let energy: Double
        /// The energy of the straight line with as many points.
        package let lineEnergy: Double
    }

    /// The best path that is found from the straight line, from the arc and from a path through draws of the prior. Its energy
    /// is never above the straight line's.
    ///
    /// - Parameters:
    ///   - seed: The seed of the draws.
    ///   - progress: Told the share of the maximum number of steps that is done; an error that it throws ends the search.
    /// - Throws: `InferenceError.notFinite`, and what `progress` throws.
    package func path(
        from start: ArraySlice<Float>, to end: ArraySlice<Float>, seed: UInt64,
        progress: (_ share: Double) throws -> Void = { _ in }
    ) throws -> Result {
        let line = InterpolationPath.linear.points(from: start, to: end, steps: Self.finePoints)
        let found = try [
            InterpolationPath.linear.points(from: start, to: end, steps: Self.coarsePoints),
            InterpolationPath.spherical.points(from: start, to: end, steps: Self.coarsePoints),
            try pathThroughDraws(start, end, seed: seed),
        ].enumerated().map { index, path in
            try relax(path, steps: Self.coarseSteps) { step in
                try progress((Double(index) + step) * Self.coarseShare)
            }.points.evenly(Self.finePoints)
        }
        let lineEnergy = energy(of: line)
        try model.requireFinite([lineEnergy])
        let candidates = [(line, lineEnergy)] + found.map { ($0, energy(of: $0)) }
        let best = try relax(candidates.min { $0.1 < $1.1 }!.0, steps: Self.fineSteps) { step in
            try progress(3 * Self.coarseShare + step * (1 - 3 * Self.coarseShare))
        }
        return Result(points: best.points, energy: best.energy, lineEnergy: lineEnergy)
    }

    /// The energy of a path.
    package func energy(of points: Latents) -> Double { energy(decoder.means(of: points), points.count) }

    private func energy(_ means: Buffer, _ count: Int) -> Double {
        let pixels = decoder.pixelCount
        return means.withSpan { means in
            var sum = 0.0
            for index in 0..<(count - 1) * pixels {
                let difference = Double(means[index + pixels] - means[index])
                sum += difference * difference
            }
            return 0.5 * Double(count - 1) * sum / Double(pixels)
        }
    }

    /// The share of the work that each of three coarse searches takes; fine steps have four times the points.
    private static let coarseShare =
        Double(coarseSteps * coarsePoints)
        / Double(3 * coarseSteps * coarsePoints + fineSteps * finePoints)

    /// Takes steps that lower the energy, as long as they save enough.
    private func relax(
        _ start: Latents, steps: Int, progress: (_ share: Double) throws -> Void
    ) rethrows -> (points: Latents, energy: Double) {
        var points = start
        var means = decoder.means(of: points)
        var best = energy(means, points.count)
        var length = 0.0
        for step in 0..<steps {
            try progress(Double(step) / Double(steps))
            let direction = descent(points, means)
            let extent = direction.values.reduce(0) { max($0, abs($1)) }
            guard extent > 0 else { break }
            // The first step moves no point by more than a tenth of the ends' distance.
            if length == 0 { length = 0.1 * spread(points) / Double(extent) }
            let before = best
            for _ in 0..<20 {
                let moved = Latents(
                    dimension: points.dimension,
                    values: zip(points.values, direction.values).map { $0 + Float(length) * $1 })
                let images = decoder.means(of: moved)
                let found = energy(images, moved.count)
                if found < best {
                    (points, means, best) = (moved, images, found)
                    length *= 2
                    break
                }
                length /= 2
            }
            guard before - best > Self.minimumGain * before else { break }
        }
        return (points, best)
    }

    private func spread(_ points: Latents) -> Double {
        let ends = zip(points[0], points[points.count - 1]).map { abs(Double($0) - Double($1)) }
        return max(ends.max() ?? 0, 1e-6)
    }

    /// The direction of descent, `[points, latents]`, zero at both ends.
    private func descent(_ points: Latents, _ means: Buffer) -> Latents {
        let (count, pixels) = (points.count, decoder.pixelCount)
        let scale = Float(Double(count - 1) / Double(pixels))
        let gradient = Buffer(count: means.count)
        gradient.withMutableSpan { gradient in
            means.withSpan { means in
                for index in pixels..<(count - 1) * pixels {
                    gradient[index] = scale * (2 * means[index] - means[index - pixels] - means[index + pixels])
                }
            }
        }
        let pulled = decoder.gradient(at: points, ofMeans: gradient)
        let inner = PathRelaxation.spread((1..<count - 1).map { pulled[$0].map { -Double($0) } })
        let zeros = [Float](repeating: 0, count: points.dimension)
        return Latents(
            dimension: points.dimension, values: zeros + inner.flatMap { $0.map { Float($0) } } + zeros)
    }

    /// A path through draws of the prior: the chain whose images have the smallest sum of squared steps.
    private func pathThroughDraws(
        _ start: ArraySlice<Float>, _ end: ArraySlice<Float>, seed: UInt64
    ) throws(InferenceError) -> Latents {
        let drawn = try PriorSampler(model, pool: pool).draw(Self.draws, seed: seed)
        let nodes = Latents(dimension: drawn.dimension, values: Array(start) + drawn.values + Array(end))
        let images = decoder.means(of: nodes)
        let similarity = Similarity(
            Latents(dimension: decoder.pixelCount, values: images.values), scale: 1, pool: pool)
        let chain = Self.shortestChain(nodes.count) { similarity.squaredDistances(of: $0, to: 0..<nodes.count) }
        let points = nodes.rows(chain)
        let lengths = zip(chain, chain.dropFirst()).map {
            similarity.squaredDistances(of: $0, to: $1..<$1 + 1)[0].squareRoot()
        }
        return points.resampled(lengths: lengths, count: Self.coarsePoints)
    }

    /// The shortest chain from the first node to the last, where all pairs are joined.
    ///
    /// Source: Dijkstra, 1959, "A note on two problems in connexion with graphs".
    static func shortestChain(_ count: Int, costs: (Int) -> [Double]) -> [Int] {
        var (totals, before) = ([Double](repeating: .infinity, count: count), [Int](repeating: 0, count: count))
        var open = Set(0..<count)
        totals[0] = 0
        while let node = open.min(by: { (totals[$0], $0) < (totals[$1], $1) }), node != count - 1 {
            open.remove(node)
            for (other, cost) in costs(node).enumerated() where totals[node] + cost < totals[other] {
                totals[other] = totals[node] + cost
                before[other] = node
            }
        }
        var chain = [count - 1]
        while chain.last! != 0 { chain.append(before[chain.last!]) }
        return chain.reversed()
    }
}
