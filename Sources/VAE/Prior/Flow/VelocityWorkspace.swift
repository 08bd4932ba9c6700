import Kernels
import Layers

/// The memory that one worker needs to take up to `capacity` points through a velocity network, allocated once.
package struct VelocityWorkspace: Sendable {
    package let capacity: Int
    /// `[capacity, featureCount]`
    package let features: Buffer
    package let stacks: StackSetWorkspace
    let conditionGradient: Buffer  // [capacity, conditionCount]
    let linearGradient: Buffer  // [capacity, dimension]

    /// - Parameter backward: Whether gradients are needed too.
    package init(_ network: VelocityNetwork, capacity: Int, backward: Bool) {
        self.capacity = capacity
        features = Buffer(count: capacity * network.featureCount)
        stacks = StackSetWorkspace(network.stacks, capacity: capacity, backward: backward)
        conditionGradient = Buffer(count: backward ? capacity * network.conditionCount : 0)
        linearGradient = Buffer(count: backward ? capacity * network.dimension : 0)
    }
}
