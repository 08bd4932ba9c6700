import Platform
import VAE

/// Latents are noise, doubled and moved by a class's own shift times the guidance; of any class, not moved.
struct ShiftPrior: Prior {
    let shifts: [Float]
    var classNames: [String] { shifts.indices.map(String.init) }
    var configuration: PriorConfiguration { .standard }
    var parameters: PriorParameters? { nil }

    private func shift(_ told: PriorClass, _ transport: Transport) -> Float {
        switch told {
        case .any: 0
        case .one(let index): shifts[index] * Float(transport.guidance)
        case .between(let first, let second, let share):
            Float(1 - share) * shift(.one(first), transport) + Float(share) * shift(.one(second), transport)
        }
    }

    private func map(_ rows: Latents, _ body: (_ row: Int, Float) -> Float) -> Latents {
        Latents(
            dimension: rows.dimension, values: rows.values.enumerated().map { body($0 / rows.dimension, $1) })
    }

    func latents(fromNoise noise: Latents, classes: [PriorClass], transport: Transport, pool: WorkerPool) -> Latents {
        map(noise) { 2 * $1 + shift(classes[$0], transport) }
    }

    func noise(ofLatents latents: Latents, classes: [Int?], transport: Transport, pool: WorkerPool) -> Latents {
        map(latents) { ($1 - shift(PriorClass(classes[$0]), transport)) / 2 }
    }

    func logDensities(
        of latents: Latents, classes: [Int?], options: DensityOptions, pool: WorkerPool
    ) -> [Double] { [Double](repeating: 0, count: latents.count) }
}
