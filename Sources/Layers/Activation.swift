import Kernels

/// What follows a layer's linear part.
public enum Activation: String, Sendable, Hashable, Codable {
    case identity
    case relu

    /// Turns the gradient of the output into that of the linear part, in place, and adds its columns' sums, which are
    /// the bias's gradient. gradient, output: `[rows, sums.count]`.
    func backward(_ gradient: Buffer, output: Buffer, addingSumsTo sums: Buffer) {
        switch self {
        case .identity: KernelSet.current.addRowSums(of: gradient, to: sums)
        case .relu: KernelSet.current.activationGradient(gradient, output: output, addingSumsTo: sums)
        }
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
