import Foundation
import Kernels
import Layers
import Platform
import Testing
@testable import VAE

@Suite struct ObjectiveTests {
    static let configurations: [ModelConfiguration] = {
        var logistic = Tiny.mlp
        logistic.likelihood = .logistic
        var bernoulli = Tiny.conv
        bernoulli.likelihood = .bernoulli
        return [
            Tiny.mlp, logistic, Tiny.conv, bernoulli, Tiny.deep, Tiny.residual, Tiny.map, Tiny.tanh, Tiny.gated,
            Tiny.ladder,
            Tiny.unevenLadder, Tiny.vamp, Tiny.vampConv,
        ]
    }()

    /// A workspace of a lane with three images and their noise.
    private func loaded(_ network: VariationalAutoencoder) -> LaneWorkspace {
        let workspace = LaneWorkspace(network, capacity: 4, backward: true)
        let images = Tiny.images(3, for: network.configuration)
        for index in 0..<3 {
            let stream = RandomStream(seed: 7, purpose: .tests, item: index)
            workspace.load(index, of: images, at: index, binarization: .none, from: stream)
            workspace.drawNoise(index, from: stream)
        }
        return workspace
    }

    /// Runs a lane's forward and backward pass, and finishes the batch.
    private func accumulate(
        _ network: VariationalAutoencoder, parameters: Arena, beta: Double, weight: Double, workspace: LaneWorkspace,
        into gradients: Arena
    ) -> [ImageTerms] {
        let weights = NetworkWeights(network, parameters: parameters, backward: true)
        weights.pack(pool: pool)
        return accumulate(
            network, images: 3, weights: weights, objective: TrainingObjective(beta: beta), weight: weight,
            workspace: workspace, into: gradients)
    }

    private func accumulate(
        _ network: VariationalAutoencoder, images: Int, weights: NetworkWeights, objective: TrainingObjective,
        weight: Double, workspace: LaneWorkspace, into gradients: Arena
    ) -> [ImageTerms] {
        let record = BatchRecord(
            network, cut: LaneCut(whole: images), draws: objective.gradientDraws, trainsPrior: true)
        let terms = SharedArray(repeating: ImageTerms(distortion: 0, rate: 0), count: images)
        network.accumulateGradients(
            network.pass(images: images, weights: weights, workspace: workspace), objective: objective,
            weight: weight, gradients: record.gradients(lane: 0, images: images, arena: gradients), into: terms)
        for chunk in 0..<record.priorChunks {
            record.finishPrior(
                chunk: chunk, images: images, lanes: 1, weights: weights, into: (gradients, gradients))
        }
        for part in 0..<record.partCount {
            record.finish(part: part, images: images, workspace: workspace, into: gradients)
        }
        return terms.prefix(images)
    }

    /// The terms from a lane's forward pass.
    private func terms(
        _ network: VariationalAutoencoder, parameters: Arena, workspace: LaneWorkspace
    ) -> [ImageTerms] {
        let weights = NetworkWeights(network, parameters: parameters, backward: false)
        weights.pack(pool: pool)
        let terms = SharedArray(repeating: ImageTerms(distortion: 0, rate: 0), count: 3)
        network.terms(images: 3, weights: weights, workspace: workspace, firstImage: 0, into: terms)
        return terms.prefix(3)
    }

    private let pool = WorkerPool(threads: 1)

    /// The gradient of all parameters agrees, along random directions, with central differences of weight · Σ
    /// (distortion + β · rate).
    @Test(arguments: configurations)
    func theGradientIsThatOfTheTerms(configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration, seed: 3)
        let (network, parameters) = (model.network, model.parameters)
        let workspace = loaded(network)
        let (beta, weight) = (0.3, 0.5)
        setBiases(parameters, network)
        let gradients = Arena(network.layout)
        let terms = accumulate(
            network, parameters: parameters, beta: beta, weight: weight, workspace: workspace, into: gradients)
        #expect(gradients.buffer.isFinite)

        func loss(_ parameters: Arena) -> Double {
            self.terms(network, parameters: parameters, workspace: workspace)
                .reduce(0) { $0 + weight * ($1.distortion + beta * $1.rate) }
        }
        #expect(
            abs(loss(parameters) - terms.reduce(0) { $0 + weight * ($1.distortion + beta * $1.rate) }) < 1e-4)
        expectGradient(gradients, of: loss, at: parameters, network)
    }

    /// With several draws per image, the gradient agrees with central differences of -weight · Σ log mean
    /// exp(-distortion - β · rate), with the rates of those draws. The gradient of a flat network's encoder does so
    /// only in the mean.
    @Test(arguments: [Tiny.mlp, Tiny.conv, Tiny.map, Tiny.ladder, Tiny.vamp])
    func theGradientIsThatOfTheImportanceWeightedBound(configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration, seed: 3)
        let (network, parameters) = (model.network, model.parameters)
        setBiases(parameters, network)
        let workspace = pairOfImages(network)
        drawPairs(0, workspace)
        let gradients = Arena(network.layout)
        let objective = TrainingObjective(beta: 0.7, importanceSamples: 2)
        let weights = NetworkWeights(network, parameters: parameters, backward: true)
        weights.pack(pool: pool)
        let terms = accumulate(
            network, images: 2, weights: weights, objective: objective, weight: 0.5, workspace: workspace,
            into: gradients)
        let own = pairTerms(network, parameters, workspace)
        for image in 0..<2 {
            let mean = (own[2 * image].negativeELBO + own[2 * image + 1].negativeELBO) / 2
            #expect(abs(terms[image].negativeELBO - mean) < 1e-5 * mean, "the bound itself is what is reported")
        }
        expectGradient(
            gradients,
            of: { importanceWeightedLoss(pairTerms(network, $0, workspace)) }, at: parameters, network,
            slots: { network.hasLadder || !$0.name.hasPrefix("encoder") })
    }

    /// The mean of an encoder's gradient over many draws is that of the importance-weighted bound.
    @Test(arguments: [Tiny.mlp, Tiny.tanh, Tiny.vamp])
    func encodersGradientsAreThoseOfTheImportanceWeightedBoundInTheMean(
        configuration: ModelConfiguration
    ) throws {
        let model = try Tiny.model(configuration, seed: 3)
        let (network, parameters) = (model.network, model.parameters)
        setBiases(parameters, network)
        let workspace = pairOfImages(network)
        let weights = NetworkWeights(network, parameters: parameters, backward: true)
        weights.pack(pool: pool)
        func gradient(_ repetition: Int) -> [Float] {
            drawPairs(repetition, workspace)
            let gradients = Arena(network.layout)
            _ = accumulate(
                network, images: 2, weights: weights,
                objective: TrainingObjective(beta: 0.7, importanceSamples: 2), weight: 0.5, workspace: workspace,
                into: gradients)
            return gradients.buffer.values
        }
        // The direction has a slope: it is the encoder's gradient by some other draws.
        let direction = Arena(network.layout)
        for repetition in 0..<50 {
            KernelSet.current.add(Buffer(gradient(100_000 + repetition)), to: direction.buffer)
        }
        for slot in network.layout.slots where !slot.name.hasPrefix("encoder") { direction[slot].fill(0) }
        let length = direction.buffer.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        KernelSet.current.scale(direction.buffer, by: Float(1 / length), offset: 0, into: direction.buffer)
        let step: Float = 2e-3
        let moved = [step, -step].map { step in
            let place = direction.copy()
            KernelSet.current.scale(place.buffer, by: step, offset: 0, into: place.buffer)
            KernelSet.current.add(parameters.buffer, to: place.buffer)
            return place
        }
        var (slopes, differences) = ([Double](), [Double]())
        for repetition in 0..<4000 {
            let own = zip(gradient(repetition), direction.buffer.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            let losses = moved.map { importanceWeightedLoss(pairTerms(network, $0, workspace)) }
            slopes.append(own)
            differences.append(own - (losses[0] - losses[1]) / (2 * Double(step)))
        }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        func variance(_ values: [Double]) -> Double {
            mean(values.map { $0 * $0 }) - mean(values) * mean(values)
        }
        let error = (variance(differences) / Double(differences.count)).squareRoot()
        #expect(abs(mean(differences)) < 4 * error, "\(mean(differences)) ± \(error) of \(mean(slopes))")
        #expect(error < 0.03 * abs(mean(slopes)), "\(mean(slopes)) ± \(error)")
    }

    /// If few of an image's draws are chosen, the mean gradient over all choices is that of all draws.
    @Test(arguments: [Tiny.mlp, Tiny.conv, Tiny.map, Tiny.ladder, Tiny.vamp])
    func chosenDrawsHaveTheGradientOfAllInTheMean(configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration, seed: 3)
        let network = model.network
        setBiases(model.parameters, network)
        let weights = NetworkWeights(network, parameters: model.parameters, backward: true)
        weights.pack(pool: pool)
        let workspace = pairOfImages(network, draws: 6)
        func gradient(of gradientDraws: Int, position: Double) -> (gradient: Arena, terms: [ImageTerms]) {
            drawPairs(0, workspace, draws: 6)
            // The draws are so near one another that several have a weight.
            KernelSet.current.scale(
                workspace.noise, by: network.hasLadder ? 0.002 : 0.4, offset: 0, into: workspace.noise)
            for image in 0..<2 { workspace.choicePositions[image] = position }
            let gradients = Arena(network.layout)
            let terms = accumulate(
                network, images: 2, weights: weights,
                objective: TrainingObjective(beta: 0.1, importanceSamples: 6, gradientDraws: gradientDraws),
                weight: 0.5, workspace: workspace, into: gradients)
            return (gradients, terms)
        }
        let whole = gradient(of: 6, position: 0)
        let positions = 200
        let mean = Arena(network.layout)
        // The encoder's draws are also weighted by their shares, so it is compared separately from the decoder.
        let parts = Dictionary(grouping: network.layout.slots) { $0.name.hasPrefix("encoder") }
        var differences = parts.mapValues { _ in 0.0 }
        for position in 0..<positions {
            let (part, terms) = gradient(of: 2, position: (Double(position) + 0.5) / Double(positions))
            for (one, other) in zip(terms, whole.terms) {
                #expect(abs(one.negativeELBO / other.negativeELBO - 1) < 1e-5, "the terms are those of all draws")
            }
            for (isEncoder, slots) in parts {
                differences[isEncoder]! = max(differences[isEncoder]!, distance(part, whole.gradient, slots))
            }
            KernelSet.current.scale(part.buffer, by: 1 / Float(positions), offset: 0, into: part.buffer)
            KernelSet.current.add(part.buffer, to: mean.buffer)
        }
        for (isEncoder, slots) in parts {
            let (error, difference) = (distance(mean, whole.gradient, slots), differences[isEncoder]!)
            #expect(difference > 1e-3, "a choice of two alone is another gradient: \(difference)")
            #expect(error < difference / 20, "\(error) of \(difference), encoder: \(isEncoder)")
        }
    }

    /// The length of the difference in some arrays, as a share of the second one's.
    private func distance(_ one: Arena, _ other: Arena, _ slots: [Slot]) -> Double {
        var (square, whole) = (0.0, 0.0)
        for slot in slots {
            for (one, other) in zip(one[slot].values, other[slot].values) {
                square += Double(one - other) * Double(one - other)
                whole += Double(other) * Double(other)
            }
        }
        return (square / whole).squareRoot()
    }

    /// A workspace of a lane with two images and a number of draws for each.
    private func pairOfImages(_ network: VariationalAutoencoder, draws: Int = 2) -> LaneWorkspace {
        let workspace = LaneWorkspace(network, capacity: 2 * draws, backward: true)
        let images = Tiny.images(2, for: network.configuration)
        for image in 0..<2 {
            workspace.load(
                image, of: images, at: image, binarization: .none,
                from: RandomStream(seed: 7, purpose: .tests, item: image))
        }
        return workspace
    }

    private func drawPairs(_ repetition: Int, _ workspace: LaneWorkspace, draws: Int = 2) {
        for row in 0..<2 * draws {
            workspace.drawNoise(
                row, from: RandomStream(seed: 7, purpose: .otherTests, item: 2 * draws * repetition + row))
        }
    }

    private func pairTerms(
        _ network: VariationalAutoencoder, _ parameters: Arena, _ workspace: LaneWorkspace
    ) -> [ImageTerms] {
        let weights = NetworkWeights(network, parameters: parameters, backward: false)
        weights.pack(pool: pool)
        let terms = SharedArray(repeating: ImageTerms(distortion: 0, rate: 0), count: 4)
        let pass = network.pass(images: 2, weights: weights, workspace: workspace)
        network.encode(pass)
        network.drawTerms(pass, draws: 2, first: 0, into: terms)
        return terms.prefix(4)
    }

    /// The loss 0.5 · Σ over two images of -log mean over two draws of exp(-distortion - 0.7 · rate).
    private func importanceWeightedLoss(_ draws: [ImageTerms]) -> Double {
        let losses = draws.map { $0.distortion + 0.7 * $0.rate }
        return stride(from: 0, to: 4, by: 2).reduce(0) { sum, first in
            let least = min(losses[first], losses[first + 1])
            let mean = (exp(least - losses[first]) + exp(least - losses[first + 1])) / 2
            return sum + 0.5 * (least - log(mean))
        }
    }

    /// Rates below the free nats cost nothing, and rates above them cost all of their nats.
    @Test(arguments: [Tiny.mlp, Tiny.ladder]) func freeNats(configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration, seed: 3)
        let workspace = loaded(model.network)
        func gradient(_ objective: TrainingObjective) -> [Float] {
            let gradients = Arena(model.network.layout)
            let weights = NetworkWeights(model.network, parameters: model.parameters, backward: true)
            weights.pack(pool: pool)
            _ = accumulate(
                model.network, images: 3, weights: weights, objective: objective, weight: 1, workspace: workspace,
                into: gradients)
            return gradients.buffer.values
        }
        #expect(gradient(TrainingObjective(freeNats: 1e9)) == gradient(TrainingObjective(beta: 0)))
        #expect(gradient(TrainingObjective(freeNats: 1e-9)) == gradient(TrainingObjective()))
        #expect(gradient(TrainingObjective()) != gradient(TrainingObjective(beta: 0)))
    }

    /// Moves the biases away from the kinks of units whose inputs are all zero.
    private func setBiases(_ parameters: Arena, _ network: VariationalAutoencoder) {
        let biases = network.layout.slots.filter { $0.name.hasSuffix("bias") }
        for (index, slot) in biases.enumerated() {
            parameters[slot].copy(from: Buffer(uniformFloats(slot.count, seed: UInt64(40 + index)).map { $0 * 0.3 }))
        }
    }

    /// Compares gradients with central differences of a loss along several directions. One direction per array finds a
    /// wrong gradient that would be lost among the others; a last one covers all arrays.
    ///
    /// A long step may carry a rectified unit across its kink, and a short one is lost in single precision. One of
    /// three steps must agree to a part in a hundred.
    private func expectGradient(
        _ gradients: Arena, of loss: (Arena) -> Double, at parameters: Arena, _ network: VariationalAutoencoder,
        slots isAsked: (Slot) -> Bool = { _ in true }
    ) {
        func moved(along direction: Arena, by step: Float) -> Double {
            let place = parameters.copy()
            let part = direction.copy()
            KernelSet.current.scale(part.buffer, by: step, offset: 0, into: part.buffer)
            KernelSet.current.add(part.buffer, to: place.buffer)
            return loss(place)
        }
        let slots = network.layout.slots.enumerated().filter { isAsked($0.element) }
        for number in slots.map(\.offset) + [network.layout.slots.count] {
            let direction = Arena(network.layout)
            for (index, slot) in slots where number == index || number == network.layout.slots.count {
                // The direction is the perturbed gradient, so its slope is never near zero.
                let rough = uniformFloats(slot.count, seed: UInt64(100 + index))
                let own = gradients[slot].values
                let size = max(own.map(abs).max()!, 1e-6)
                direction[slot].copy(from: Buffer(zip(own, rough).map { $0 / size * (1 + 0.5 * $1) }))
            }
            let expected = zip(gradients.buffer.values, direction.buffer.values).reduce(0) {
                $0 + Double($1.0) * Double($1.1)
            }
            // Without kinks, longer steps are better.
            let (steps, noise): ([Float], Double) =
                switch network.configuration.architecture {
                case .residual, .ladder: ([6e-2, 2e-2, 8e-3, 1e-3], 1e-2)
                default: ([2e-3, 5e-4, 1e-4], 2e-3)
                }
            let slopes = steps.map { (step: Float) in
                (moved(along: direction, by: step) - moved(along: direction, by: -step)) / (2 * Double(step))
            }
            let name = number < network.layout.slots.count ? network.layout.slots[number].name : "all"
            let agrees = slopes.contains { abs($0 - expected) < 0.01 * abs($0) + noise }
            #expect(agrees, "\(name): \(expected), not \(slopes)")
        }
    }

    /// Accumulating the same images twice doubles the lane's gradients and nothing else, whatever the workspace held
    /// before.
    @Test(arguments: configurations)
    func gradientsAccumulate(configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration)
        let workspace = loaded(model.network)
        let (once, twice) = (Arena(model.network.layout), Arena(model.network.layout))
        func accumulate(_ gradients: Arena) -> [ImageTerms] {
            self.accumulate(
                model.network, parameters: model.parameters, beta: 1, weight: 1, workspace: workspace,
                into: gradients)
        }
        let terms = accumulate(once)
        #expect(accumulate(twice) == terms)
        #expect(accumulate(twice) == terms)
        // The loops with and without the gradient are compiled separately, so they may add in another order.
        let alone = self.terms(model.network, parameters: model.parameters, workspace: workspace)
        for (one, other) in zip(alone, terms) {
            #expect(one.rate == other.rate && abs(one.distortion / other.distortion - 1) < 1e-6)
        }
        for slot in model.network.layout.slots {
            let times: Float = model.network.laneSlots.contains(slot) ? 2 : 1
            let largest = once[slot].values.map(abs).max()!
            #expect(
                zip(once[slot].values, twice[slot].values).allSatisfy { abs(times * $0 - $1) <= 1e-5 * largest },
                "\(slot.name)")
        }
    }

    /// The rate's weight doesn't change the terms, so the reported bound is the true one.
    @Test func termsDoNotDependOnBeta() throws {
        let model = try Tiny.model(Tiny.conv, seed: 3)
        let workspace = loaded(model.network)
        let all = [0, 1, 4].map { beta in
            accumulate(
                model.network, parameters: model.parameters, beta: beta, weight: 1, workspace: workspace,
                into: Arena(model.network.layout))
        }
        #expect(all[0] == all[1] && all[1] == all[2])
        #expect(all[0].allSatisfy { $0.rate > 0 && $0.distortion > 0 && $0.negativeELBO == $0.rate + $0.distortion })
    }
}
