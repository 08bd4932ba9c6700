import Platform
import VAE

/// A path from one latent to another through latents where the prior is dense: the path of minimum ∫ (½ |velocity|² - log p) dt,
/// with the latents measured in the prior's deviations. Between typical ends it bends towards more typical latents.
///
/// Source: Jónsson et al., 1998, "Nudged elastic band method for finding minimum energy paths of transitions", whose band this
/// is, with -log p as the potential.
package struct DensityPath: Sendable {
    private let prior: any Prior
    private let deviations: [Double]
    private let pool: WorkerPool

    private static let pointCount = 33
    private static let steps = 40
    /// The share of a point's distance to its target that a step takes.
    private static let damping = 0.3
    private static let draws = 256

    /// Nil if the prior has no gradient of its log density.
    ///
    /// - Parameter seed: The seed of the draws by which the prior's deviations are measured.
    /// - Throws: `InferenceError.notFinite`.
    package init?(_ model: Model, seed: UInt64, pool: WorkerPool) throws(InferenceError) {
        let drawn = try PriorSampler(model, pool: pool).draw(Self.draws, seed: seed)
        guard model.prior.scores(of: drawn, classes: [Int?](repeating: nil, count: drawn.count), pool: pool) != nil
        else {
            return nil
        }
        prior = model.prior
        self.pool = pool
        deviations = LatentSpread(drawn).deviations.map { max($0, 1e-6) }
    }

    /// The points of the path, both ends included.
    ///
    /// - Parameter classes: The classes of the ends; if they differ, the prior's density for any class counts.
    package func points(
        from start: ArraySlice<Float>, to end: ArraySlice<Float>, classes: (start: Int?, end: Int?) = (nil, nil)
    ) -> Latents {
        let count = Self.pointCount
        let line = InterpolationPath.linear.points(from: start, to: end, steps: count)
        let told = classes.start == classes.end ? classes.start : nil
        var points = line
        let stepSquared = 1 / Double((count - 1) * (count - 1))
        for _ in 0..<Self.steps {
            let inner = points.rows(1..<count - 1)
            guard
                let scores = prior.scores(of: inner, classes: [Int?](repeating: told, count: inner.count), pool: pool)
            else { return line }
            // In units of the deviations a score is larger by the deviation.
            let pull = (0..<inner.count).map { row in
                zip(scores[row], deviations).map { Double($0) * $1 * stepSquared }
            }
            let offsets = PathRelaxation.spread(pull)
            var values = points.values
            for row in 0..<inner.count {
                for index in 0..<line.dimension {
                    let place = (row + 1) * line.dimension + index
                    let wanted = Double(line.values[place]) + offsets[row][index] * deviations[index]
                    values[place] += Float(Self.damping * (wanted - Double(values[place])))
                }
            }
            points = Latents(dimension: line.dimension, values: values)
        }
        return points
    }
}
