import Kernels

@testable import VAE

/// The exact velocity of the straight path from standard normal noise to N(mean, diag deviation²), with independent
/// ends.
///
/// x_t = (1 - t) x₀ + t x₁ is N(t m, (1 - t)² + t² s²), so v = m + (t s² - (1 - t)) / ((1 - t)² + t² s²) · (x - t m).
struct StraightPathField: VelocityField {
    let mean: [Double]
    let deviation: [Double]
    var dimension: Int { mean.count }

    private func slope(_ index: Int, _ time: Double) -> Double {
        let variance = deviation[index] * deviation[index]
        return (time * variance - (1 - time)) / ((1 - time) * (1 - time) + time * time * variance)
    }

    func velocity(at points: Buffer, time: Double, into velocity: Buffer) {
        for place in 0..<points.count {
            let index = place % dimension
            let centred = Double(points[place]) - time * mean[index]
            velocity[place] = Float(mean[index] + slope(index, time) * centred)
        }
    }

    func velocityAndProduct(
        at points: Buffer, time: Double, probe: Buffer, into velocity: Buffer, product: Buffer
    ) {
        self.velocity(at: points, time: time, into: velocity)
        for place in 0..<points.count {
            product[place] = Float(slope(place % dimension, time)) * probe[place]
        }
    }
}
