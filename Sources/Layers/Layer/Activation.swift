import Kernels

/// The function that follows the linear part of a dense or convolutional layer.
package enum Activation: String, Sendable, Hashable, Codable {
    case identity
    case relu

    /// Turns the gradient of the output into that of the linear part, in place, and adds the sums of its columns, which
    /// are the bias's gradient, to `sums`. gradient, output: `[rows, sums.count]`.
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

    /// The gain of the weights' variance with which activations keep their size through the layer.
    var gain: Double {
        switch self {
        case .identity: 1
        case .relu: 2
        }
    }
}
