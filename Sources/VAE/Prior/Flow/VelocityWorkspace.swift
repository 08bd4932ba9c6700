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

/// A velocity network's parameters laid out for its passes.
public struct VelocityWeights: Sendable {
    let embedding: StackWeights
    let trunk: StackWeights
    private let packing: WorkerPool.Work

    /// Memory for the weights; `pack` fills it.
    ///
    /// - parameters: read at every `pack`.
    /// - backward: whether gradients are wanted too.
    public init(_ network: VelocityNetwork, parameters: Arena, backward: Bool) {
        let embedding = StackWeights(
            network.embedding, parameters: parameters, backward: backward, needsInputGradient: false)
        let trunk = StackWeights(
            network.trunk, parameters: parameters, backward: backward, needsInputGradient: true)
        packing = WorkerPool.Work { part, _ in
            if part < embedding.partCount {
                embedding.pack(part: part)
            } else {
                trunk.pack(part: part - embedding.partCount)
            }
        }
        self.embedding = embedding
        self.trunk = trunk
    }

    /// Lays the weights out as the parameters are now: to be called whenever they have changed.
    public func pack(pool: WorkerPool) { pool.run(embedding.partCount + trunk.partCount, packing) }
}

/// What the lanes of a batch leave for the gradients that are computed for the whole batch at once.
public struct VelocityRecord: Sendable {
    let embedding: StackRecord
    let trunk: StackRecord

    /// - batch: the most points.
    public init(_ network: VelocityNetwork, batch: Int) {
        embedding = StackRecord(network.embedding, batch: batch)
        trunk = StackRecord(network.trunk, batch: batch)
    }

    /// The parts of `finish`, of any order.
    public var partCount: Int { embedding.partCount + trunk.partCount }

    /// Computes one part of the gradients that no lane has added up.
    public func finish(part: Int, points: Int, workspace: VelocityWorkspace, into gradients: Arena) {
        if part < embedding.partCount {
            embedding.finish(part: part, images: points, workspace: workspace.embedding, into: gradients)
        } else {
            trunk.finish(part: part - embedding.partCount, images: points, workspace: workspace.trunk, into: gradients)
        }
    }
}
