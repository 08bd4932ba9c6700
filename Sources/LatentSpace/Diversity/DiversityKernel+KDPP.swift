import Kernels

extension DiversityKernel {
    /// The most items whose kernel is decomposed as it is.
    public static let mostExact = 6144
    /// The features by which the similarities of more items are approximated.
    public static let landmarks = 3072

    /// Whether a draw is of L itself, not of an approximation.
    public var isExact: Bool { count <= Self.mostExact }

    /// The k-DPP of L. Of more items than `mostExact` the similarities are approximated by those with the first items,
    /// the landmarks.
    ///
    /// Source: Affandi et al., 2013, "Nyström approximation for large-scale determinantal processes".
    ///
    /// - Precondition: of more items than `mostExact` the strength is 1.
    /// - Complexity: O(count³), or O(count · landmarks² + landmarks³).
    public func process(pool: WorkerPool) -> KDPP {
        if isExact { return KDPP(kernel: matrix(pool: pool), itemCount: count) }
        precondition(strength == 1, "the approximation is of the similarities alone")
        let size = Self.landmarks
        let features = landmarkFeatures(size, pool: pool)
        for item in 0..<count {
            let row = features[item * size..<(item + 1) * size]
            KernelSet.current.scale(row, by: Float(weights[item]), offset: 0, into: row)
        }
        return KDPP(features: features, itemCount: count, featureCount: size)
    }

    /// `[count, size]`: similarities with the landmarks, made such that their products are similarities.
    private func landmarkFeatures(_ size: Int, pool: WorkerPool) -> Buffer {
        let eigen = SymmetricEigen(similarity.matrix(of: Array(0..<size), pool: pool), size: size)
        let least = (eigen.values.last ?? 0) * 1e-7
        // [size, size]: column n is eigenvector n over the root of its value.
        let roots = Buffer(
            (0..<size * size).map { place in
                let (row, column) = (place / size, place % size)
                let value = eigen.values[column]
                return value > least ? Float(eigen.vectors[column * size + row] / value.squareRoot()) : 0
            })
        let features = Buffer(count: count * size)
        let tasks = similarity.tasks
        pool.run(tasks.count) { task, _ in
            let items = tasks[task]
            let rows = Buffer(items.flatMap { similarity.similarities(of: $0, to: 0..<size).map { Float($0) } })
            // [items, size] = [items, size] · [size, size]
            multiply(
                rows, roots, rows: items.count, inner: size, columns: size,
                into: features[items.lowerBound * size..<items.upperBound * size])
        }
        return features
    }
}
