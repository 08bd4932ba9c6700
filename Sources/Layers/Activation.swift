import Kernels

/// What follows a layer's linear part.
public enum Activation: String, Sendable, Hashable, Codable {
    case identity
    case relu

    /// Adds the bias and applies the activation, in place. values: `[rows, bias.count]`.
    func addBias(_ bias: Buffer, to values: Buffer) {
        KernelSet.current.addBias(bias, to: values, relu: self == .relu)
    }

    /// Turns the gradient of the output into that of the linear part, in place.
    func backward(_ gradient: Buffer, output: Buffer) {
        switch self {
        case .identity: break
        case .relu: KernelSet.current.reluGradient(gradient, output: output)
        }
    }

    /// The variance gain that keeps activations' sizes through the layer.
    var gain: Double {
        switch self {
        case .identity: 1
        case .relu: 2
        }
    }
}
