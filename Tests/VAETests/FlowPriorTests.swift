import Foundation
import Kernels
import Layers
import Platform
import Testing
@testable import VAE

@Suite struct FlowPriorTests {
    private let pool = WorkerPool(threads: 2)

    private func largestDistance(_ one: Latents, _ other: Latents) -> Float {
        zip(one.values, other.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }

    @Test(arguments: FlowCase.all) func noiseGivesLatentsAndBack(one: FlowCase) throws {
        let prior = try one.prior()
        let (noise, classes) = one.rows(9)
        let transport = Transport(steps: 100)
        let latents = prior.latents(fromNoise: noise, classes: classes, transport: transport, pool: pool)
        let back = prior.noise(ofLatents: latents, classes: classes, transport: transport, pool: pool)
        #expect(largestDistance(noise, back) < 0.01)
        #expect(largestDistance(noise, latents) > 0.1, "the flow moves its points")
    }

    /// A row gives the same bits whatever the other rows, and with any number of threads.
    @Test(arguments: FlowCase.all) func rowsAreIndependent(one: FlowCase) throws {
        let prior = try one.prior()
        let (rows, classes) = one.rows(37)
        let transport = Transport(steps: 2, guidance: 1.5)
        let functions: [@Sendable (Latents, [Int?], WorkerPool) -> [Float]] = [
            { prior.latents(fromNoise: $0, classes: $1, transport: transport, pool: $2).values },
            { prior.noise(ofLatents: $0, classes: $1, transport: transport, pool: $2).values },
        ]
        for function in functions {
            let all = function(rows, classes, pool)
            for threads in [1, 3, 5] { #expect(function(rows, classes, WorkerPool(threads: threads)) == all) }
            for row in [0, 1, 16, 35, 36] {
                let alone = function(Latents(dimension: one.count, values: Array(rows[row])), [classes[row]], pool)
                #expect(alone[...] == all[row * one.count..<(row + 1) * one.count], "row \(row)")
            }
        }
        func densities(_ pool: WorkerPool) -> [Double] {
            prior.logDensities(of: rows, classes: classes, options: DensityOptions(steps: 2, seed: 3), pool: pool)
        }
        #expect(densities(WorkerPool(threads: 1)) == densities(pool))
        #expect(densities(WorkerPool(threads: 3)) == densities(pool))
        #expect(densities(pool).allSatisfy { $0.isFinite })
    }

    /// One long step gives x₁ = x₀ + v. With guidance, v = free + guidance · (class - free).
    @Test(arguments: [FlowCase.classes, .map]) func guidanceExtrapolatesFromNoClass(one: FlowCase) throws {
        let prior = try one.prior()
        let (rows, _) = one.rows(5)
        func latents(_ classIndex: Int?, _ guidance: Double) -> Latents {
            prior.latents(
                fromNoise: rows, classes: [Int?](repeating: classIndex, count: 5),
                transport: Transport(solver: .euler, steps: 1, guidance: guidance, guidanceTimes: 0...1), pool: pool)
        }
        let (free, towards) = (latents(nil, 1), latents(1, 1))
        #expect(largestDistance(free, towards) > 1e-3)
        for guidance in [0, 0.5, 3] {
            let expected = zip(free.values, towards.values).map { $0 + Float(guidance) * ($1 - $0) }
            #expect(largestDistance(latents(1, guidance), Latents(dimension: one.count, values: expected)) < 1e-4)
        }
        // Without a class there is nothing to guide towards, and the bits are equal.
        #expect(latents(nil, 3) == free)
        let unguided = prior.latents(
            fromNoise: rows, classes: [1, 1, 1, 1, 1], transport: Transport(solver: .euler, steps: 1), pool: pool)
        #expect(unguided == towards)
    }

    /// Guidance changes bits only within its times.
    @Test func guidanceActsOnlyWithinItsTimes() throws {
        let prior = try FlowCase.classes.prior()
        let (rows, _) = FlowCase.classes.rows(5)
        func latents(_ guidance: Double, _ times: ClosedRange<Double>) -> Latents {
            prior.latents(
                fromNoise: rows, classes: [1, 1, 1, 1, 1],
                transport: Transport(solver: .euler, steps: 4, guidance: guidance, guidanceTimes: times), pool: pool)
        }
        let plain = latents(1, 0...1)
        let (before, at) = (FlowSolver.time(atPlace: 0.25), FlowSolver.time(atPlace: 0.5))
        #expect(latents(3, before + 0.01...at - 0.01) == plain)
        #expect(latents(3, 0.8...1) == plain)
        #expect(largestDistance(latents(3, at - 0.01...at + 0.01), plain) > 1e-3)
    }

    /// Before training, the velocity is zero or leads back to where it began: the latents are the noise in the flow's scale,
    /// which is normal.
    @Test(arguments: FlowCase.all) func anUntrainedFlowIsNormal(one: FlowCase) throws {
        let (steps, tolerance) = one.configuration.predictsRest == true ? (90, Float(1e-3)) : (3, 1e-5)
        let network = try one.network()
        let arena = one.initialized(network)
        let channels = network.shape.channels
        let centres = uniformFloats(one.count, seed: 1)
        let scales = uniformFloats(channels, seed: 2).map { exp($0) }
        arena[network.centre].copy(from: Buffer(centres))
        arena[network.scale].copy(from: Buffer(scales))
        let prior = FlowPrior(network: network, arena: arena)
        let (noise, classes) = one.rows(4)
        let latents = prior.latents(fromNoise: noise, classes: classes, transport: Transport(steps: steps), pool: pool)
        let densities = prior.logDensities(
            of: latents, classes: classes, options: DensityOptions(steps: steps, seed: 1), pool: pool)
        for row in 0..<4 {
            var expected = 0.0
            for (index, value) in noise[row].enumerated() {
                let scale = scales[index % channels]
                #expect(abs(latents[row][row * one.count + index] - (value * scale + centres[index])) < tolerance)
                expected -= 0.5 * Double(value * value) + 0.5 * log(2 * Double.pi) + log(Double(scale))
            }
            #expect(abs(densities[row] - expected) < 1e-3)
        }
    }

    /// The density of a flow in one dimension integrates to one.
    @Test func densitiesIntegrateToOne() throws {
        let one = FlowCase(
            map: nil, count: 1, configuration: FlowConfiguration(width: 64, blocks: 1, classNames: ["a"]))
        let network = try one.network()
        let arena = one.disturbed(network)
        func array(_ name: String) -> Buffer { arena[network.layout.slots.first { $0.name == name }!] }
        // The velocity changes slowly in time and place, so that the solver follows it.
        KernelSet.current.scale(
            array("prior.embedding1.weight"), by: 0.02, offset: 0, into: array("prior.embedding1.weight"))
        array("prior.first.bias").copy(from: Buffer(uniformFloats(64, seed: 7).map { 3 * $0 }))
        let prior = FlowPrior(network: network, arena: arena)
        let (step, count) = (0.05, 320)
        let points = (0..<count).map { Float((Double($0) + 0.5) * step - 8) }
        for classIndex in [nil, 0] {
            let densities = prior.logDensities(
                of: Latents(dimension: 1, values: points), classes: [Int?](repeating: classIndex, count: count),
                options: DensityOptions(steps: 64), pool: pool)
            let sum = densities.reduce(0) { $0 + exp($1) * step }
            #expect(abs(sum - 1) < 0.01, "\(sum)")
        }
    }

    private func model() throws -> Model {
        let prior = try FlowCase(
            map: Tiny.map.latentMap, count: 72,
            configuration: FlowConfiguration(width: 16, blocks: 2, classNames: ["a", "b"])
        ).prior()
        return try Tiny.model(Tiny.map).with(prior: prior)
    }

    @Test func modelFilesHoldThePrior() throws {
        let model = try model()
        let bytes = try fileBytes(model)
        let back = try ModelFile.read(bytes: bytes, path: "m")
        #expect(back.prior.configuration == model.prior.configuration)
        #expect(back.prior.classNames == ["a", "b"])
        #expect(back.prior.parameters?.arena.buffer.values == model.prior.parameters?.arena.buffer.values)
        #expect(back.parameters.buffer.values == model.parameters.buffer.values)
        #expect(try fileBytes(back) == bytes)
        // A file without a flow prior gives the standard normal prior.
        #expect(try ModelFile.read(bytes: fileBytes(Tiny.model(Tiny.map)), path: "m").prior.configuration == .standard)
    }

    @Test func filesWithHalfAPriorAreRefused() throws {
        func refused(_ words: String, _ change: (inout EditableFile) throws -> Void) throws {
            var file = try EditableFile(model())
            try change(&file)
            try expectRefusal(file.bytes, saying: words)
        }
        func replaced(_ file: inout EditableFile, _ old: String, _ new: String) throws {
            let text = try #require(file.metadata["prior"])
            try #require(text.contains(old), "\(text)")
            file.metadata["prior"] = text.replacingOccurrences(of: old, with: new)
        }
        try refused("belongs to no part of the model") { $0.metadata["prior"] = nil }
        try refused("belongs to no part of the model") { $0.metadata["prior"] = "{\"standard\":{}}" }
        try refused("the ‘prior’ in its metadata can't be understood") { $0.metadata["prior"] = "{\"other\":{}}" }
        try refused("the ‘prior’ in its metadata can't be understood") { $0.metadata["prior"] = "{" }
        for (old, new) in [
            ("\"width\":16", "\"width\":12"), ("\"width\":16", "\"width\":-16"), ("\"blocks\":2", "\"blocks\":0"),
        ] {
            try refused("its prior is impossible") { try replaced(&$0, old, new) }
        }
        // Other shapes need larger arrays than the file has, or arrays that it lacks.
        try refused("odd.safetensors") { try replaced(&$0, "\"width\":16", "\"width\":4096") }
        try refused("is missing") { try replaced(&$0, "\"blocks\":2", "\"blocks\":64") }
        try refused("belongs to no part of the model") { try replaced(&$0, "\"blocks\":2", "\"blocks\":1") }
        try refused("odd.safetensors") { try replaced(&$0, "[\"a\",\"b\"]", "[\"a\",\"b\",\"c\"]") }
        try refused("prior.scale") { file in
            file.change("prior.scale", "shape", to: [3, 1])
        }
        try refused("belongs to no part of the model") { file in
            file.header["prior.other"] = file.header["prior.scale"]
            file.header["prior.scale"] = nil
        }
    }
}
