import GreyImages
import Kernels
import Layers
import Platform
import Testing
@testable import Training
@testable import VAE

@Suite("Training on conditions")
struct ConditionTests {
    private let pool = WorkerPool(threads: 2)

    /// Forty images with a number and a text, some of which aren't known.
    private static let images = ImageDataset(images: ToyData.spots(40)).with(attributes: [
        ImageAttribute("age", numbers: (0..<40).map { $0 % 7 == 3 ? nil : Double(20 + $0) }),
        ImageAttribute("site", texts: (0..<40).map { $0 % 5 == 2 ? nil : ["x", "y", "z"][$0 % 3] }),
    ])

    private static func settings(_ images: ImageDataset) throws -> TrainingSettings {
        var settings = StagedRun.short
        settings.sharpening = nil
        settings.flow?.network.classNames = []
        settings.flow?.network.conditions = try images.attributes.map { try PriorCondition($0) }
        return settings
    }

    /// Latents whose mean is their number: low, high, or unknown.
    private static func store(
        _ count: Int, dimension: Int, _ conditions: [PriorCondition], of images: ImageDataset
    ) throws -> PosteriorStore {
        let drawn = Buffer(count: count * dimension)
        RandomStream(seed: 1, purpose: .tests).fillNormal(drawn)
        let interleaved = (0..<count).flatMap { image -> [Float] in
            let centre = Float(image % 5) - 2
            return (0..<dimension).map { centre + 0.2 * drawn[image * dimension + $0] }
                + [Float](repeating: -4, count: dimension)
        }
        return PosteriorStore(
            Posteriors(interleaved: interleaved, latentCount: dimension), images: Array(0..<count), classes: nil,
            conditions: try ConditionCodes(conditions, of: images))
    }

    @Test("A fitted flow gives latents that follow a number and a category, or either alone")
    func fit() throws {
        let (count, dimension) = (90, 2)
        // A level of -2...2, unknown for a few images, and a side that repeats its sign.
        let images = ImageDataset(images: [GreyImage](repeating: ToyData.flat(9), count: count)).with(attributes: [
            ImageAttribute("level", numbers: (0..<count).map { $0 % 9 == 0 ? nil : Double($0 % 5) * 10 }),
            ImageAttribute("side", texts: (0..<count).map { $0 % 5 == 2 ? nil : $0 % 5 < 2 ? "low" : "high" }),
        ])
        let conditions = try images.attributes.map { try PriorCondition($0) }
        let network = try VelocityNetwork(
            FlowConfiguration(width: 64, blocks: 2, conditions: conditions), latentMap: nil, latentCount: dimension)
        let parameters = Arena(network.layout)
        network.initialize(parameters, seed: 1)
        var optimizer = AdamOptimizer(layout: network.layout, parameters: parameters)
        let gradient = FlowGradient(
            network, parameters: parameters, averaged: optimizer.averaged,
            batches: PosteriorBatches(
                posteriors: try Self.store(count, dimension: dimension, conditions, of: images), size: count, seed: 3),
            pool: pool)
        let adam = AdamPass(optimizer, parameters: parameters, gradients: gradient.gradients)
        for step in 1...500 {
            _ = gradient.compute(Array(0..<count), step: step, progress: Double(step) / 500)
            adam.run(optimizer.nextStep(learningRate: 3e-3, gradientScale: 1, averagingDecay: 0.98), pool: pool)
        }
        let prior = FlowPrior(network: network, arena: optimizer.averaged)
        let noise = Buffer(count: 40 * dimension)
        RandomStream(seed: 9, purpose: .tests).fillNormal(noise)
        func centres(_ codes: [Float], longSteps: Int? = nil) -> [Float] {
            let latents = prior.given(codes).latents(
                fromNoise: Latents(dimension: dimension, values: noise.values),
                classes: [Int?](repeating: nil, count: 40), transport: Transport(longSteps: longSteps), pool: pool)
            return (0..<40).map { latents[$0].reduce(0, +) / Float(dimension) }.sorted()
        }
        func level(_ number: Double) -> Float { conditions[0].code(of: number)! }
        for longSteps in [nil, 4] {
            for (number, centre) in [(0, -2), (10, -1), (30, 1), (40, 2)] as [(Double, Float)] {
                let middle = centres([level(number), .nan], longSteps: longSteps)[20]
                #expect(abs(middle - centre) < 0.5, "level \(number): \(middle), \(String(describing: longSteps))")
            }
            let (low, high) = (
                centres([.nan, conditions[1].code(of: "low")!], longSteps: longSteps),
                centres([.nan, conditions[1].code(of: "high")!], longSteps: longSteps)
            )
            #expect(low[35] < 0 && high[4] > 0, "\(low), \(high)")
            let both = centres([level(40), conditions[1].code(of: "high")!], longSteps: longSteps)[20]
            #expect(abs(both - 2) < 0.5)
        }
        // Without any, latents of all levels are drawn.
        let free = centres([.nan, .nan])
        #expect(free[4] < -0.7 && free[35] > 0.7, "\(free)")
    }

    @Test("The gradient agrees with the loss, with the same bits for any number of threads", arguments: [0.0, 1])
    func gradient(progress: Double) throws {
        let dimension = 3
        let conditions = try Self.images.attributes.map { try PriorCondition($0) }
        let network = try VelocityNetwork(
            FlowConfiguration(width: 64, blocks: 1, conditions: conditions), latentMap: nil, latentCount: dimension)
        let parameters = network.disturbedParameters()
        let store = try Self.store(40, dimension: dimension, conditions, of: Self.images)
        func make(_ threads: Int) -> FlowGradient {
            FlowGradient(
                network, parameters: parameters, averaged: parameters.copy(),
                batches: PosteriorBatches(posteriors: store, size: 40, seed: 3), pool: WorkerPool(threads: threads))
        }
        let gradient = make(2)
        let batch = Array(0..<40)
        _ = gradient.compute(batch, step: 2, progress: progress)
        let gradients = gradient.gradients.copy()
        let slot = try #require(network.layout.slots.first { $0.name == "prior.embedding1.weight" })
        let columns = network.conditionFeatures
        for row in 0..<64 {
            let values = gradients[slot][row: row, of: network.featureCount][columns].values
            #expect(values.allSatisfy { $0 != 0 }, "row \(row): \(values)")
        }
        expectSlopes(gradients, of: parameters, network.layout, prefix: slot.name) {
            gradient.compute(batch, step: 2, progress: progress).loss
        }
        let other = make(3)
        _ = other.compute(batch, step: 2, progress: progress)
        #expect(other.gradients.buffer.values == gradients.buffer.values)
    }

    /// The weights of a condition's features have a gradient only if the network was told it.
    @Test("A tenth of the draws are told nothing, and each condition is left out of a tenth of the others")
    func shares() throws {
        let conditions = try Self.images.attributes.map { try PriorCondition($0) }
        let network = try VelocityNetwork(
            FlowConfiguration(width: 16, blocks: 1, conditions: conditions), latentMap: nil, latentCount: 2)
        let parameters = network.disturbedParameters()
        let gradient = FlowGradient(
            network, parameters: parameters, averaged: parameters,
            batches: PosteriorBatches(
                posteriors: try Self.store(40, dimension: 2, conditions, of: Self.images), size: 1, seed: 3), pool: pool
        )
        let slot = try #require(network.layout.slots.first { $0.name == "prior.embedding1.weight" })
        func isTold(_ columns: Range<Int>) -> Bool {
            (0..<16).contains { row in
                gradient.gradients[slot][row: row, of: network.featureCount][columns].values.contains { $0 != 0 }
            }
        }
        let start = network.conditionFeatures.lowerBound
        var counts: [Bool: [Bool: Int]] = [:]
        for step in 1...2000 {
            // Both conditions of the first image are known.
            _ = gradient.compute([0], step: step)
            counts[isTold(start..<start + 2), default: [:]][isTold(start + 2..<start + 5), default: 0] += 1
        }
        func share(_ number: Bool, _ category: Bool) -> Double { Double(counts[number]?[category] ?? 0) / 2000 }
        #expect(abs(share(true, true) - 0.729) < 0.03, "\(counts)")
        #expect(abs(share(true, false) - 0.081) < 0.02 && abs(share(false, true) - 0.081) < 0.02, "\(counts)")
        #expect(abs(share(false, false) - 0.109) < 0.02, "\(counts)")
        // The number of the fourth image is unknown.
        for step in 1...20 {
            _ = gradient.compute([3], step: step)
            #expect(!isTold(start..<start + 2))
        }
    }

    @Test("A run with conditions gives the same bytes with any number of threads, and when it is stopped and resumed")
    func runs() throws {
        let settings = try Self.settings(Self.images)
        let whole = try ToyRun(images: Self.images)
        try whole.start(StagedRun.residual, settings)
        let bytes = try whole.modelBytes
        let single = try ToyRun(images: Self.images)
        try single.start(StagedRun.residual, settings, threads: 1)
        #expect(try single.modelBytes == bytes)
        // Six steps of the autoencoder's stage and two of the prior's.
        for stop in [2, 7] {
            let stopped = try ToyRun(images: Self.images)
            try stopped.start(StagedRun.residual, settings, stoppingAfter: stop)
            #expect(try stopped.resume().ending == .complete)
            #expect(try stopped.modelBytes == bytes)
        }
        guard case .flow(let flow) = try ModelFile.read(whole.model).prior.configuration else {
            Issue.record("no flow")
            return
        }
        #expect(flow.conditions == settings.flow?.network.conditions && flow.conditions?.count == 2)
        // The values count, not only their range.
        var ages: [Double?] = (0..<40).map { $0 % 7 == 3 ? nil : Double(20 + $0) }
        ages.swapAt(1, 2)
        let attribute = ImageAttribute("age", numbers: ages)
        let others = Self.images.with(attributes: [attribute, Self.images.attributes[1]])
        let otherRun = try ToyRun(images: others)
        try otherRun.start(StagedRun.residual, Self.settings(others))
        #expect(try otherRun.modelBytes != bytes)
    }

    @Test("A run isn't resumed with other values, or without them")
    func otherValues() throws {
        let run = try ToyRun(images: Self.images)
        try run.start(StagedRun.residual, Self.settings(Self.images), stoppingAfter: 3)
        func error(_ attributes: [ImageAttribute]) throws -> TrainingError? {
            let checkpoint = try run.recorder.checkpoint()
            let images = Self.images.with(attributes: attributes)
            do {
                _ = try TrainingRun(resuming: checkpoint, images: images, pool: pool)
                return nil
            } catch { return error as? TrainingError }
        }
        let (age, site) = (Self.images.attributes[0], Self.images.attributes[1])
        #expect(try error([age, site]) == nil && error([site, age]) == nil)
        let changed = ImageAttribute("site", texts: (0..<40).map { $0 == 9 ? "y" : ["x", "y", "z"][$0 % 3] })
        #expect(try error([age, changed]) == .conditionsDiffer(state: run.state, names: ["age", "site"]))
        #expect(try error([age]) == .configuration(.condition("site", .missing)))
        // A run without conditions doesn't care.
        let plain = try ToyRun(images: Self.images)
        var settings = try Self.settings(Self.images)
        settings.flow?.network.conditions = nil
        try plain.start(StagedRun.residual, settings, stoppingAfter: 3)
        _ = try TrainingRun(
            resuming: plain.recorder.checkpoint(), images: Self.images.with(attributes: []), pool: pool)
    }

    @Test("Copies have the conditions of their images")
    func copies() throws {
        let augmented = AugmentedImages(
            Self.images, split: DataSplit(Self.images, validationShare: 0.2), kinds: [.flip],
            levels: LevelRange(minimum: 0, maximum: 255), seed: 3)
        let codes = try ConditionCodes(Self.images.attributes.map { try PriorCondition($0) }, of: Self.images)
        let all = codes.gathering(augmented.sources)
        #expect(all.values.count == 2 * augmented.images.count)
        for image in 40..<augmented.images.count {
            let source = augmented.sources[image]
            let pairs = zip(all.values[2 * image..<2 * image + 2], codes.values[2 * source..<2 * source + 2])
            #expect(pairs.allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
        }
    }

    @Test("A plan takes the conditions from the images, and tells when they differ from a run's")
    func plans() throws {
        let names = TrainingChoice.conditions(["age", "site"])
        let plan = try TrainingPlan(for: Self.images, choices: [names])
        #expect(plan.settings.flow?.network.conditions == (try Self.images.attributes.map { try PriorCondition($0) }))
        #expect(plan.firstChange(by: [names]) == nil)
        for other in [["age"], ["site", "age"], ["age", "site", "x"]] {
            #expect(plan.firstChange(by: [.conditions(other)]) == .conditions(other))
        }
        let without = try TrainingPlan(for: Self.images)
        #expect(without.settings.flow?.network.conditions == nil && without.firstChange(by: [names]) == names)
        #expect(throws: TrainingError.configuration(.condition("weight", .missing))) {
            try TrainingPlan(for: Self.images, choices: [.conditions(["weight"])])
        }
        #expect(throws: TrainingError.belongsToPrior(.conditions, .flow)) {
            try TrainingPlan.check([.prior(.standard), names], size: nil)
        }
        try TrainingPlan.check([names], size: nil)
        let constant = Self.images.with(attributes: [ImageAttribute("age", numbers: [Double](repeating: 3, count: 40))])
        #expect(throws: TrainingError.configuration(.condition("age", .constant))) {
            try TrainingPlan(for: constant, choices: [.conditions(["age"])])
        }
    }
}
