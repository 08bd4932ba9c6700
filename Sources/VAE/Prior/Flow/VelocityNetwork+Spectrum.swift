import Foundation
import Kernels
import Layers

/// The gains that give samples the spectrum of the latents that the flow was trained on.
///
/// A flow that wasn't trained for long regresses to the mean: its samples have too little power, mostly of fine structure. A
/// gain for every channel and frequency, which is measured once at the end of training, corrects that.
extension VelocityNetwork {
    /// The range of gains. Others would mean that samples have nothing in common with latents.
    private static let gains = 0.5...2.0
    /// The standard deviation, in frequencies, of the window over which powers are averaged.
    private static let smoothing = 1.5
    /// The minimum number of positions for gains of their own. A smaller map has one gain.
    private static let minimumPositions = 16

    /// Brings samples `[rows, dimension]` on the flow's scale to the latents' spectrum, in place.
    func matchSpectrum(_ rows: Buffer, _ parameters: Arena) {
        guard let gain else { return }
        let gains = parameters[gain]
        let transform = CosineTransform(shape)
        let scratch = Buffer(count: dimension)
        for index in 0..<rows.count / dimension {
            let row = rows[row: index, of: dimension]
            transform.apply(to: row, scratch: scratch, inverse: false)
            gains.withSpan { gains in
                row.withMutableSpan { row in for place in row.indices { row[place] *= gains[place] } }
            }
            transform.apply(to: row, scratch: scratch, inverse: true)
        }
    }

    /// Measures the gains, for samples that have none yet.
    ///
    /// - Parameters:
    ///   - posteriors: Those of the training images.
    ///   - samples: Latents that the flow makes.
    package func measureSpectrum(of posteriors: Posteriors, samples: Latents, into parameters: Arena) {
        guard let gain else { return }
        let channels = shape.channels
        var wanted = power(of: posteriors.means, parameters)
        // The noise of a posterior has nearly the same power at all frequencies.
        let scales = parameters[scale]
        var noise = [Double](repeating: 0, count: channels)
        for (index, value) in posteriors.logVariances.values.enumerated() {
            noise[index % channels] += exp(Double(value))
        }
        for index in 0..<dimension {
            let variance = Double(scales[index % channels] * scales[index % channels])
            wanted[index] += noise[index % channels] / Double(posteriors.means.count * shape.positions) / variance
        }
        let found = power(of: samples, parameters)
        let logGains = smoothed(zip(wanted, found).map { log(max(1e-12, $0) / max(1e-12, $1)) / 2 })
        for (index, value) in logGains.enumerated() {
            parameters[gain][index] = Float(min(max(exp(value), Self.gains.lowerBound), Self.gains.upperBound))
        }
    }

    /// The variance of each coefficient of latents on the flow's scale.
    private func power(of latents: Latents, _ parameters: Arena) -> [Double] {
        let transform = CosineTransform(shape)
        let (row, scratch) = (Buffer(count: dimension), Buffer(count: dimension))
        var (sums, squares) = ([Double](repeating: 0, count: dimension), [Double](repeating: 0, count: dimension))
        for index in 0..<latents.count {
            row.copy(from: Buffer(Array(latents[index])))
            normalize(row, parameters)
            transform.apply(to: row, scratch: scratch, inverse: false)
            row.withSpan { row in
                for place in row.indices {
                    sums[place] += Double(row[place])
                    squares[place] += Double(row[place] * row[place])
                }
            }
        }
        let count = Double(max(1, latents.count))
        return zip(sums, squares).map { max(0, $1 / count - ($0 / count) * ($0 / count)) }
    }

    /// Averages values `[positions, channels]` over neighbouring frequencies of a channel, or all values of a small map.
    private func smoothed(_ values: [Double]) -> [Double] {
        guard shape.positions >= Self.minimumPositions else {
            let mean = values.reduce(0, +) / Double(values.count)
            return values.map { _ in mean }
        }
        let channels = shape.channels
        let byRow = Self.averaged(values, lines: shape.height, stride: shape.width * channels)
        return Self.averaged(byRow, lines: shape.width, stride: channels)
    }

    /// Averages values along one axis with a normal window, whose weights at the ends are those of the values there.
    private static func averaged(_ values: [Double], lines: Int, stride: Int) -> [Double] {
        let reach = Int(3 * smoothing)
        return values.indices.map { index in
            let line = index / stride % lines
            var (sum, weights) = (0.0, 0.0)
            for other in max(0, line - reach)...min(lines - 1, line + reach) {
                let distance = Double(other - line) / smoothing
                let weight = exp(-distance * distance / 2)
                sum += weight * values[index + (other - line) * stride]
                weights += weight
            }
            return sum / weights
        }
    }
}
