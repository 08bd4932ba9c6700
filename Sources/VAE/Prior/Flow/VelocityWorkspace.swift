import Kernels
import Layers

/// The memory with which one worker takes up to `capacity` points through a velocity network, allocated once.
public struct VelocityWorkspace: Sendable {
    public let capacity: Int
    /// `[capacity, featureCount]`.
    public let features: Buffer
    let embedding: StackWorkspace
    let trunk: StackWorkspace
    let conditionGradient: Buffer  // [capacity, conditionCount]

    /// - backward: whether gradients are wanted too.
    public init(_ network: VelocityNetwork, capacity: Int, backward: Bool) {
        self.capacity = capacity
        features = Buffer(count: capacity * network.featureCount)
        embedding = StackWorkspace(network.embedding, capacity: capacity, backward: backward)
        trunk = StackWorkspace(network.trunk, capacity: capacity, backward: backward)
        conditionGradient = Buffer(count: backward ? capacity * network.embedding.outputCount : 0)
    }
}
