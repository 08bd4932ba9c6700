import Kernels
import Platform
import VAE

/// Draws latents from a model's prior.
package struct PriorSampler: Sendable {
    private let model: Model
    private let pool: WorkerPool

    /// - Parameter pool: The threads for a learned prior.
    package init(_ model: Model, pool: WorkerPool = WorkerPool(threads: 1)) {
        self.model = model
        self.pool = pool
    }

    /// The first `count` draws.
    ///
    /// - Throws: `InferenceError.notFinite`.
    package func draw(
        _ count: Int, seed: UInt64, temperature: Double = 1, classes: [Int?]? = nil,
        transport: Transport = Transport()
    ) throws(InferenceError) -> Latents {
        try draw(0..<count, seed: seed, temperature: temperature, classes: classes, transport: transport)
    }

    /// Some of the draws, `[rows, latents]`. Row k depends only on the seed, the temperature, its class, the transport and k.
    ///
    /// - Parameters:
    ///   - temperature: 1 draws from the prior; less gives more typical and less varied images.
    ///   - classes: The class of every row as an index into the prior's, or nil for any; nil for any class in all rows.
    /// - Throws: `InferenceError.notFinite`.
    package func draw(
        _ rows: Range<Int>, seed: UInt64, temperature: Double = 1, classes: [Int?]? = nil,
        transport: Transport = Transport()
    ) throws(InferenceError) -> Latents {
        let dimension = model.configuration.latentCount
        let row = Buffer(count: dimension)
        var values: [Float] = []
        values.reserveCapacity(rows.count * dimension)
        for index in rows {
            RandomStream(seed: seed, purpose: .priorDraw, item: index).fillNormal(row)
            KernelSet.current.scale(row, by: Float(temperature), offset: 0, into: row)
            values += row.values
        }
        let latents = model.prior.latents(
            fromNoise: Latents(dimension: dimension, values: values),
            classes: classes ?? [Int?](repeating: nil, count: rows.count), transport: transport, pool: pool)
        guard latents.values.allSatisfy(\.isFinite) else { throw .notFinite(model: model.file) }
        return latents
    }
}
