import Kernels
import Layers
import Testing

@testable import VAE

/// A small flow prior: over a vector or over a map with attention, with classes or without, with long steps or without.
struct FlowCase: Sendable, CustomTestStringConvertible {
    let map: LatentMap?
    let count: Int
    let configuration: FlowConfiguration

    /// The width gives groups of eight channels. With fewer, the normalised values of a single position bend too much
    /// for central differences.
    static let vector = FlowCase(
        map: nil, count: 3, configuration: FlowConfiguration(width: 64, blocks: 2, longSteps: nil))
    static let classes = FlowCase(
        map: nil, count: 4, configuration: FlowConfiguration(width: 64, blocks: 1, classNames: ["a", "b", "c"]))
    static let map = FlowCase(
        map: LatentMap(height: 3, width: 2, channels: 3), count: 18,
        configuration: FlowConfiguration(width: 16, blocks: 2, classNames: ["a", "b"]))
    /// A map whose 2×2 positions are taken as one, with sides that the patch doesn't divide.
    static let patches = FlowCase(
        map: LatentMap(height: 5, width: 4, channels: 2), count: 40,
        configuration: FlowConfiguration(width: 16, blocks: 2, patch: 2, classNames: ["a", "b"]))
    /// A network whose layers predict what the best linear prediction leaves.
    static let rest = FlowCase(
        map: LatentMap(height: 2, width: 2, channels: 3), count: 12,
        configuration: FlowConfiguration(width: 16, blocks: 2, classNames: ["a"], predictsRest: true))
    /// A network that is told a number and one of three categories besides the class.
    static let conditions = FlowCase(
        map: nil, count: 4,
        configuration: FlowConfiguration(
            width: 64, blocks: 1, classNames: ["a", "b"],
            conditions: [
                PriorCondition(name: "age", kind: .number(mean: 50, deviation: 10, minimum: 20, maximum: 90)),
                PriorCondition(name: "site", kind: .categories(["x", "y", "z"])),
            ]))
    static let all = [vector, classes, map, patches, rest, conditions]
    static let withLongSteps = [classes, map, patches]

    var testDescription: String { map?.description ?? "\(count), \(configuration.classNames.count) classes" }

    func network() throws -> VelocityNetwork {
        try VelocityNetwork(configuration, latentMap: map, latentCount: count)
    }

    /// Parameters as at the start of training.
    func initialized(_ network: VelocityNetwork) -> Arena {
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        return parameters
    }

    /// Parameters that all differ from their initial values, with scale and centre.
    func disturbed(_ network: VelocityNetwork, by size: Float = 0.1) -> Arena {
        let parameters = initialized(network)
        for (index, slot) in network.layout.slots.enumerated() {
            let noise = uniformFloats(slot.count, seed: UInt64(50 + index)).map { size * $0 }
            KernelSet.current.add(Buffer(noise), to: parameters[slot])
        }
        return parameters
    }

    func prior() throws -> FlowPrior {
        let network = try network()
        return FlowPrior(network: network, arena: disturbed(network))
    }

    /// Rows of standard normal numbers, each with a class or none.
    func rows(_ number: Int) -> (rows: Latents, classes: [Int?]) {
        let values = Buffer(count: number * count)
        RandomStream(seed: 6, purpose: .tests).fillNormal(values)
        let classes: [Int?] = (0..<number).map { row in
            let index = row % (configuration.classNames.count + 1)
            return index == 0 ? nil : index - 1
        }
        return (Latents(dimension: count, values: values.values), classes)
    }
}
