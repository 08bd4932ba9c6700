import Kernels

/// The starting values of a parameter array.
package enum Initialization: Sendable, Hashable {
    case zeros
    case constant(Float)
    /// Normal with variance gain / fanIn. A gain of 2 keeps the activations' variance through rectified layers, 1 through
    /// linear layers; 0 gives zeros. Source: He et al., 2015, arXiv:1502.01852.
    case scaledNormal(fanIn: Int, gain: Double)
    case normal(mean: Float, deviation: Float)

    func fill(_ values: Buffer, from stream: RandomStream) {
        switch self {
        case .zeros:
            values.fill(0)
        case .constant(let value):
            values.fill(value)
        case .scaledNormal(let fanIn, let gain):
            stream.fillNormal(values)
            let deviation = Float((gain / Double(fanIn)).squareRoot())
            KernelSet.current.scale(values, by: deviation, offset: 0, into: values)
        case .normal(let mean, let deviation):
            stream.fillNormal(values)
            KernelSet.current.scale(values, by: deviation, offset: mean, into: values)
        }
    }
}
