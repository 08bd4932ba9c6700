import GreyImages
import Kernels
import Layers
import Platform
import Testing
@testable import VAE

@Suite struct VelocityNetworkTests {
    private let pool = WorkerPool(threads: 1)

    /// A weighted sum of the velocities at three points, and its gradients.
    private struct Loss {
        let network: VelocityNetwork
        let parameters: Arena
        let points: Buffer
        let lossWeights: [Float]
        let times = [0.0, 0.37, 1.0]
        let classes: [Int?]
        let codes: [[Float]] = [[0.7, 1], [.nan, 2], [-1.2, 0]]
        let workspace: VelocityWorkspace

        init(_ one: FlowCase) throws {
            network = try one.network()
            parameters = one.disturbed(network)
            points = Buffer(uniformFloats(3 * one.count, seed: 2))
            lossWeights = uniformFloats(3 * one.count, seed: 3)
            classes = one.configuration.classNames.isEmpty ? [nil, nil, nil] : [1, nil, 0]
            workspace = VelocityWorkspace(network, capacity: 4, backward: true)
        }

        private func pass(_ pool: WorkerPool) -> VelocityPass {
            let weights = StackSetWeights(network.stacks, parameters: parameters, backward: true)
            weights.pack(pool: pool)
            return VelocityPass(points: 3, weights: weights, workspace: workspace)
        }

        func value(_ pool: WorkerPool) -> Double {
            for row in 0..<3 {
                network.fillFeatures(workspace.features, row: row, time: times[row], told: PriorClass(classes[row]))
                if network.configuration.conditions != nil {
                    network.fillConditions(workspace.features, row: row, codes: Buffer(codes[row]))
                }
            }
            let velocity = network.forward(points, pass(pool))
            return zip(velocity.values, lossWeights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }

        func gradients(_ pool: WorkerPool, parameters asked: Bool) -> (points: [Float], parameters: Arena) {
            _ = value(pool)
            let record = StackSetRecord(network.stacks, cut: LaneCut(whole: 3))
            let arena = Arena(network.layout)
            let pointGradient = Buffer([Float](repeating: .nan, count: points.count))
            let rows = record.rows(ofLane: 0, images: 3)
            network.backward(
                Buffer(lossWeights), points: points, pass(pool),
                gradients: asked ? StackSetGradients(lane: arena, rows: rows) : nil, into: pointGradient)
            if asked {
                for part in 0..<record.partCount {
                    record.finish(part: part, images: 3, workspace: workspace.stacks, into: arena)
                }
            }
            return (pointGradient.values, arena)
        }

        /// A step and one of twice its length together cancel the third derivative.
        func slope(of values: Buffer, along direction: [Float], _ pool: WorkerPool) -> Double {
            let start = values.values
            defer { values.copy(from: Buffer(start)) }
            func slope(_ step: Float) -> Double {
                func moved(_ step: Float) -> Double {
                    values.copy(from: Buffer(zip(start, direction).map { $0 + step * $1 }))
                    return value(pool)
                }
                return (moved(step) - moved(-step)) / (2 * Double(step))
            }
            return (4 * slope(0.01) - slope(0.02)) / 3
        }
    }

    @Test(arguments: FlowCase.all) func gradientsAreThoseOfTheVelocity(one: FlowCase) throws {
        let loss = try Loss(one)
        let (points, parameters) = loss.gradients(pool, parameters: true)
        for index in 0..<points.count {
            let slope = loss.slope(
                of: loss.points, along: (0..<points.count).map { $0 == index ? 1 : 0 }, pool)
            #expect(abs(Double(points[index]) - slope) < 2e-3 * max(1, abs(slope)), "point \(index)")
        }
        for (index, slot) in loss.network.layout.slots.enumerated() {
            let own = parameters[slot].values
            guard !["prior.centre", "prior.scale"].contains(slot.name) else {
                #expect(own.allSatisfy { $0 == 0 }, "\(slot.name) is measured")
                continue
            }
            let size = own.map(abs).max()!
            #expect(size > 0, "\(slot.name)")
            let rough = uniformFloats(own.count, seed: UInt64(100 + index))
            let direction = zip(own, rough).map { $0 / size * (1 + 0.5 * $1) }
            let expected = zip(own, direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            let slope = loss.slope(of: loss.parameters[slot], along: direction, pool)
            #expect(abs(slope - expected) < 0.01 * abs(expected) + 1e-3, "\(slot.name): \(expected), not \(slope)")
        }
        #expect(loss.gradients(pool, parameters: false).points == points)
    }

    @Test(arguments: FlowCase.all) func theVelocityStartsAsTheLinearPrediction(one: FlowCase) throws {
        let network = try one.network()
        let weights = StackSetWeights(network.stacks, parameters: one.initialized(network), backward: false)
        weights.pack(pool: pool)
        let workspace = VelocityWorkspace(network, capacity: 2, backward: false)
        for row in 0..<2 { network.fillFeatures(workspace.features, row: row, time: 0.4, told: .any) }
        let points = Buffer(uniformFloats(2 * one.count, seed: 1))
        let velocity = network.forward(points, VelocityPass(points: 2, weights: weights, workspace: workspace))
        // (2t - 1) / (t² + (1 - t)²) at time 0.4.
        let factor: Float = one.configuration.predictsRest == true ? -0.2 / 0.52 : 0
        #expect(zip(velocity.values, points.values).allSatisfy { abs($0 - factor * $1) < 1e-5 })
    }

    /// The features are the waves of the time, a one at the class, and the waves of a long step's size, and replace what the
    /// buffer held.
    @Test func featuresAreTimeClassAndStep() throws {
        let network = try FlowCase.classes.network()
        let features = Buffer([Float](repeating: .nan, count: 2 * network.featureCount))
        func row(_ index: Int) -> [Float] { features[row: index, of: network.featureCount].values }
        network.fillFeatures(features, row: 0, time: 0.25, told: .one(2))
        network.fillFeatures(features, row: 1, time: 0.25, told: .any)
        func told(_ index: Int) -> ArraySlice<Float> { row(index)[64..<67] }
        #expect(row(0).count == 64 + 3 + 64)
        #expect(told(0) == [0, 0, 1] && told(1) == [0, 0, 0])
        #expect(row(0).prefix(64) == row(1).prefix(64))
        #expect(zip(row(0)[0..<32], row(0)[32..<64]).allSatisfy { abs($0 * $0 + $1 * $1 - 1) < 1e-5 })
        network.fillFeatures(features, row: 1, time: 0.2501, told: .one(0))
        #expect(row(0).prefix(64) != row(1).prefix(64) && told(1) == [1, 0, 0])
        network.fillFeatures(features, row: 1, time: 0.25, told: .between(2, 0, share: 0.25))
        #expect(told(1) == [0.25, 0, 0.75])
        network.fillFeatures(features, row: 1, time: 0.25, told: .between(2, 0, share: 0))
        #expect(row(1) == row(0))
        #expect(row(0).suffix(64).allSatisfy { $0 == 0 }, "the velocity has no step")
        network.fillFeatures(features, row: 1, time: 0.25, told: .one(2), step: 0.25)
        #expect(row(1).prefix(67) == row(0).prefix(67) && row(1).suffix(64) == row(1).prefix(64))
        network.fillFeatures(features, row: 1, time: 0.25, told: .one(2), step: 0.5)
        #expect(row(1).suffix(64) != row(1).prefix(64))
    }

    /// Normalising and restoring are inverse to each other, and the measured centre is the latents' mean.
    @Test func theScaleIsMeasured() throws {
        let network = try FlowCase.map.network()
        let parameters = FlowCase.map.initialized(network)
        let interleaved = (0..<50).flatMap { image -> [Float] in
            let means = uniformFloats(18, seed: UInt64(image)).enumerated().map {
                Float($0 % 3 + 1) * $1 + Float($0 / 3)
            }
            return means + [Float](repeating: -3, count: 18)
        }
        let posteriors = Posteriors(interleaved: interleaved, latentCount: 18)
        network.measureScale(of: posteriors, into: parameters)
        let rows = Buffer(posteriors.means.values)
        network.normalize(rows, parameters)
        for index in 0..<18 {
            let mean = (0..<50).reduce(Float(0)) { $0 + rows[$1 * 18 + index] } / 50
            #expect(abs(mean) < 1e-5, "dimension \(index)")
        }
        #expect(rows.values.map(abs).max()! < 3)
        network.restore(rows, parameters)
        #expect(zip(rows.values, posteriors.means.values).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    @Test func impossibleShapesAreRefused() {
        func error(_ configuration: FlowConfiguration) -> String? {
            do {
                _ = try VelocityNetwork(configuration, latentMap: nil, latentCount: 2)
                return nil
            } catch {
                return "\(error)"
            }
        }
        #expect(error(FlowConfiguration(width: 16, blocks: 1)) == nil)
        for width in [.min, -8, 0, 4, 12, 4104, .max] {
            #expect(error(FlowConfiguration(width: width, blocks: 1))?.contains("\(width)") == true)
        }
        for blocks in [.min, 0, 65, .max] {
            #expect(error(FlowConfiguration(width: 16, blocks: blocks))?.contains("\(blocks)") == true)
        }
        #expect(error(FlowConfiguration(width: 16, blocks: 1, classNames: .init(repeating: "a", count: 65_537))) != nil)
    }
}
