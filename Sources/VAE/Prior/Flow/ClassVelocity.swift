import Kernels
import Layers

/// The velocity towards every row's class and the conditions that all rows share, with guidance where its factor isn't 1.
struct ClassVelocity: VelocityField {
    let network: VelocityNetwork
    let weights: StackSetWeights
    let workspace: VelocityWorkspace
    let classes: [PriorClass]
    let guidance: Double
    let guidanceTimes: ClosedRange<Double>
    /// The codes of the conditions `[conditions]`; nil if none is known.
    var conditions: Buffer?

    var dimension: Int { network.dimension }

    func velocity(at points: Buffer, time: Double, into velocity: Buffer) {
        let rows = points.count / dimension
        ownVelocity(at: points, time: time, into: velocity)
        guard guidance != 1, guidanceTimes.contains(time), (0..<rows).contains(where: isTold) else { return }
        let free = freeVelocity(at: points, time, rows)
        // free + guidance · (towards the class - free). The velocity of a row that is told nothing is free already.
        for row in 0..<rows where isTold(row) {
            let (own, rest) = (velocity[row: row, of: dimension], free[row: row, of: dimension])
            KernelSet.current.mix(rest, own, share: Float(guidance), into: own)
        }
    }

    /// Sets `velocity` to the velocity without guidance.
    ///
    /// - Parameter means: Those of the classes, and last that of all, `[classes + 1, dimension]`, which give the velocity at
    ///   time 0 without conditions; nil to ask the network always.
    func ownVelocity(at points: Buffer, time: Double, means: Buffer? = nil, into velocity: Buffer) {
        if time == 0, conditions == nil, let means { return startVelocity(at: points, means: means, into: velocity) }
        let rows = points.count / dimension
        fillFeatures(time, rows)
        velocity.copy(from: network.forward(points, pass(rows)))
    }

    /// Sets `velocity` to the velocity of noise at time 0, without guidance: the mean of a row's class less the row.
    ///
    /// - Parameter means: Those of the classes, and last that of all, `[classes + 1, dimension]`.
    func startVelocity(at points: Buffer, means: Buffer, into velocity: Buffer) {
        for row in 0..<points.count / dimension {
            let place = velocity[row: row, of: dimension]
            func mean(_ index: Int) -> Buffer { means[row: index, of: dimension] }
            switch classes[row] {
            case .any: place.copy(from: mean(means.count / dimension - 1))
            case .one(let index): place.copy(from: mean(index))
            case .between(let first, let second, let share):
                KernelSet.current.mix(mean(first), mean(second), share: Float(share), into: place)
            }
        }
        velocity.move(by: -1, along: points)
    }

    /// Sets `difference` to what guidance emphasises: the rows' own velocity less the one that is told nothing.
    func difference(ofOwn velocity: Buffer, at points: Buffer, time: Double, into difference: Buffer) {
        let rows = points.count / dimension
        difference.fill(0)
        guard (0..<rows).contains(where: isTold) else { return }
        let free = freeVelocity(at: points, time, rows)
        for row in 0..<rows where isTold(row) {
            let part = difference[row: row, of: dimension]
            part.copy(from: velocity[row: row, of: dimension])
            part.move(by: -1, along: free[row: row, of: dimension])
        }
    }

    /// Takes one long step, whose guidance the network has learned.
    ///
    /// - Parameter points: `[rows, dimension]`; moved from `time` to `time + size`.
    func takeLongStep(_ points: Buffer, from time: Double, size: Double) {
        let rows = points.count / dimension
        fillFeatures(time, rows, step: size)
        points.move(by: Float(size), along: network.forward(points, pass(rows)))
    }

    /// - Precondition: There is no guidance, and weights and workspace have room for a backward pass.
    func velocityAndProduct(
        at points: Buffer, time: Double, probe: Buffer, into velocity: Buffer, product: Buffer
    ) {
        precondition(guidance == 1, "a guided flow has no density")
        let rows = points.count / dimension
        ownVelocity(at: points, time: time, into: velocity)
        let gradient = Buffer(probe.values)
        network.backward(gradient, points: points, pass(rows), gradients: nil, into: product)
    }

    /// The velocity that is told nothing, which lasts until the next evaluation.
    private func freeVelocity(at points: Buffer, _ time: Double, _ rows: Int) -> Buffer {
        for row in 0..<rows { network.fillFeatures(workspace.features, row: row, time: time, told: .any) }
        return network.forward(points, pass(rows))
    }

    private func pass(_ rows: Int) -> VelocityPass {
        VelocityPass(points: rows, weights: weights, workspace: workspace)
    }

    /// Whether the network is told a row's class or any condition.
    private func isTold(_ row: Int) -> Bool { conditions != nil || classes[row] != .any }

    private func fillFeatures(_ time: Double, _ rows: Int, step: Double? = nil) {
        for row in 0..<rows {
            network.fillFeatures(workspace.features, row: row, time: time, told: classes[row], step: step)
            if let conditions { network.fillConditions(workspace.features, row: row, codes: conditions) }
        }
    }
}
