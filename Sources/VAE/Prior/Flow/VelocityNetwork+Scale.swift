import Kernels
import Layers
import Platform

/// The flow's own scale: centred latents with a variance of one per channel.
extension VelocityNetwork {
    /// Brings latents `[rows, dimension]` to the flow's scale, in place.
    package func normalize(_ rows: Buffer, _ parameters: Arena) {
        forEachValue(of: rows, parameters) { ($0 - $1) / $2 }
    }

    /// Brings latents back from the flow's scale, in place.
    func restore(_ rows: Buffer, _ parameters: Arena) { forEachValue(of: rows, parameters) { $0 * $2 + $1 } }

    /// log |d latent / d normalised|, summed over the dimensions.
    func logScale(_ parameters: Arena) -> Double {
        parameters[scale].values.reduce(0) { $0 + log(Double($1)) } * Double(shape.positions)
    }

    private func forEachValue(
        of rows: Buffer, _ parameters: Arena, _ body: (_ value: Float, _ centre: Float, _ scale: Float) -> Float
    ) {
        let (centres, scales) = (parameters[centre], parameters[scale])
        rows.withMutableSpan { rows in
            centres.withSpan { centres in
                scales.withSpan { scales in
                    for index in rows.indices {
                        rows[index] = body(
                            rows[index], centres[index % centres.count], scales[index % scales.count])
                    }
                }
            }
        }
    }

    /// Measures the scale of latents that are drawn from posteriors: their mean per position and channel, and their standard
    /// deviation per channel.
    package func measureScale(of posteriors: Posteriors, into parameters: Arena) {
        let (means, logVariances) = (posteriors.means, posteriors.logVariances)
        let count = Double(max(1, means.count))
        var sums = [Double](repeating: 0, count: dimension)
        for (index, value) in means.values.enumerated() { sums[index % dimension] += Double(value) }
        let averages = sums.map { $0 / count }
        let channelMeans = (0..<shape.channels).map { channel in
            stride(from: channel, to: dimension, by: shape.channels).reduce(0) { $0 + averages[$1] }
                / Double(shape.positions)
        }
        var squares = [Double](repeating: 0, count: shape.channels)
        for (index, value) in means.values.enumerated() {
            let channel = index % shape.channels
            let distance = Double(value) - channelMeans[channel]
            squares[channel] += distance * distance + exp(Double(logVariances.values[index]))
        }
        for (index, average) in averages.enumerated() { parameters[centre][index] = Float(average) }
        for (channel, square) in squares.enumerated() {
            parameters[scale][channel] = Float(max(1e-6, (square / (count * Double(shape.positions))).squareRoot()))
        }
    }
}
