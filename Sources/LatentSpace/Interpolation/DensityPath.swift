import Kernels
import VAE

/// A way from one latent to another through where the prior is dense: the path of least ∫ (½ |velocity|² - log p) dt, the
/// latents measured in the prior's own deviations. Between ends that are both usual it bends towards what is more usual still.
///
/// Source: Jónsson et al., 1998, "Nudged elastic band method for finding minimum energy paths of transitions", whose band this
/// is, with -log p as the potential.
public struct DensityPath: Sendable {
    private let prior: any Prior
    private let deviations: [Double]
    private let pool: WorkerPool

    private static let pointCount = 33
    private static let steps = 40
    /// The share of the way to where the pull would have a point that a step takes.
    private static let damping = 0.3
    private static let draws = 256

    /// Nil where the prior doesn't tell where it is denser.
    ///
    /// - seed: of the draws by which the prior's deviations are measured.
    /// - Throws: `InferenceError.notFinite`.
    public init?(_ model: Model, seed: UInt64, pool: WorkerPool) throws(InferenceError) {
        let drawn = try PriorSampler(model, pool: pool).draw(Self.draws, seed: seed)
        guard model.prior.scores(of: drawn, classes: [Int?](repeating: nil, count: drawn.count), pool: pool) != nil
        else {
            return nil
        }
        prior = model.prior
        self.pool = pool
        deviations = LatentSpread(drawn).deviations.map { max($0, 1e-6) }
    }

    /// Points of the path, both ends among them.
    ///
    /// - classes: of the ends; where they differ, the prior's of any class.
    public func points(
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
            // In units of the deviations a score is by the deviation larger.
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
