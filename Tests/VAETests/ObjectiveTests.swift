import Kernels
import Layers
import Testing

@testable import VAE

@Suite struct ObjectiveTests {
    static let configurations: [ModelConfiguration] = {
        var logistic = Tiny.mlp
        logistic.likelihood = .logistic
        var bernoulli = Tiny.conv
        bernoulli.likelihood = .bernoulli
        return [Tiny.mlp, logistic, Tiny.conv, bernoulli, Tiny.deep]
    }()

    /// A lane with three images and their noise.
    private func loaded(_ network: VariationalAutoencoder) -> LaneWorkspace {
        let workspace = LaneWorkspace(network, capacity: 4, backward: true)
        let images = Tiny.images(3, for: network.configuration)
        for index in 0..<3 {
            let stream = RandomStream(seed: 7, purpose: .init(rawValue: 200), item: index)
            workspace.load(index, of: images, at: index, binarization: .none, from: stream)
            workspace.drawNoise(index, from: stream)
        }
        return workspace
    }

    /// The whole gradient along random directions, against central differences of weight · Σ (distortion + β · rate).
    ///
    /// A long step may carry a rectified unit across its kink, and a short one is lost in single precision: of three,
    /// one has to agree to a part in a hundred.
    @Test(arguments: configurations)
    func theGradientIsThatOfTheTerms(configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration, seed: 3)
        let (network, parameters) = (model.network, model.parameters)
        let workspace = loaded(network)
        let (beta, weight) = (0.3, 0.5)
        let biases = network.layout.slots.filter { $0.name.hasSuffix("bias") }
        for (index, slot) in biases.enumerated() {
            parameters[slot].copy(from: Buffer(uniformFloats(slot.count, seed: UInt64(40 + index)).map { $0 * 0.3 }))
        }
        let gradients = Arena(network.layout)
        let terms = network.accumulateGradients(
            images: 3, parameters: parameters, beta: beta, weight: weight, workspace: workspace, gradients: gradients)
        #expect(gradients.buffer.isFinite)

        func loss(along direction: Arena, by step: Float) -> Double {
            let moved = parameters.copy()
            let part = direction.copy()
            KernelSet.current.scale(part.buffer, by: step, offset: 0, into: part.buffer)
            KernelSet.current.add(part.buffer, to: moved.buffer)
            return network.terms(images: 3, parameters: moved, workspace: workspace)
                .reduce(0) { $0 + weight * ($1.distortion + beta * $1.rate) }
        }
        #expect(
            abs(loss(along: gradients, by: 0) - terms.reduce(0) { $0 + weight * ($1.distortion + beta * $1.rate) })
                < 1e-4)
        // One direction an array, so that a wrong gradient of one of them isn't lost among the others; then all.
        for number in 0...network.layout.slots.count {
            let direction = Arena(network.layout)
            for (index, slot) in network.layout.slots.enumerated()
            where number == index || number == network.layout.slots.count {
                // Towards the gradient, roughened: its slope is never near zero.
                let rough = uniformFloats(slot.count, seed: UInt64(100 + index))
                let own = gradients[slot].values
                let size = max(own.map(abs).max()!, 1e-6)
                direction[slot].copy(from: Buffer(zip(own, rough).map { $0 / size * (1 + 0.5 * $1) }))
            }
            let expected = zip(gradients.buffer.values, direction.buffer.values).reduce(0) {
                $0 + Double($1.0) * Double($1.1)
            }
            let slopes = [2e-3, 5e-4, 1e-4].map { (step: Float) in
                (loss(along: direction, by: step) - loss(along: direction, by: -step)) / (2 * Double(step))
            }
            let name = number < network.layout.slots.count ? network.layout.slots[number].name : "all"
            let agrees = slopes.contains { abs($0 - expected) < 0.01 * abs($0) + 2e-3 }
            #expect(agrees, "\(name): \(expected), not \(slopes)")
        }
    }

    /// Twice the same images double the gradient, and the workspace's history changes nothing.
    @Test(arguments: configurations)
    func gradientsAccumulate(configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration)
        let workspace = loaded(model.network)
        let (once, twice) = (Arena(model.network.layout), Arena(model.network.layout))
        func accumulate(_ gradients: Arena) -> [ImageTerms] {
            model.network.accumulateGradients(
                images: 3, parameters: model.parameters, beta: 1, weight: 1, workspace: workspace,
                gradients: gradients)
        }
        let terms = accumulate(once)
        #expect(accumulate(twice) == terms)
        #expect(accumulate(twice) == terms)
        // Two compiled loops, with and without the gradient: sums may be taken in another order.
        let alone = model.network.terms(images: 3, parameters: model.parameters, workspace: workspace)
        for (one, other) in zip(alone, terms) {
            #expect(one.rate == other.rate && abs(one.distortion / other.distortion - 1) < 1e-6)
        }
        let largest = once.buffer.values.map(abs).max()!
        #expect(zip(once.buffer.values, twice.buffer.values).allSatisfy { abs(2 * $0 - $1) <= 1e-5 * largest })
    }

    /// The rate's weight leaves the terms themselves alone: the reported bound is the true one.
    @Test func termsDoNotDependOnBeta() throws {
        let model = try Tiny.model(Tiny.conv, seed: 3)
        let workspace = loaded(model.network)
        let all = [0, 1, 4].map { beta in
            model.network.accumulateGradients(
                images: 3, parameters: model.parameters, beta: beta, weight: 1, workspace: workspace,
                gradients: Arena(model.network.layout))
        }
        #expect(all[0] == all[1] && all[1] == all[2])
        #expect(all[0].allSatisfy { $0.rate > 0 && $0.distortion > 0 && $0.negativeELBO == $0.rate + $0.distortion })
    }
}
