import GreyImages
import Testing
import VAE

@testable import Training

@Suite("Training plans: defaults, choices and changes")
struct TrainingPlanTests {
    private static let images = ImageDataset(
        images: (0..<4).map { index in
            GreyImage(
                size: ImageSize(width: 64, height: 64), bitDepth: .eight,
                samples: [UInt16](repeating: UInt16(80 * index), count: 4096))
        }, classNames: ["dark", "light"], labels: [0, 0, 1, 1])

    private static func plan(_ choices: TrainingChoice...) throws -> TrainingPlan {
        try TrainingPlan(for: images, choices: choices)
    }

    @Test("Every architecture has valid defaults", arguments: Architecture.Kind.allCases)
    func defaults(kind: Architecture.Kind) throws {
        let plan = try Self.plan(.architecture(kind))
        try plan.configuration.validate()
        try plan.settings.validate(for: plan.configuration)
        #expect(plan.configuration.architecture.kind == kind && plan.configuration.classNames == ["dark", "light"])
        switch kind {
        case .residual:
            #expect(plan.configuration.latentMap == LatentMap(height: 8, width: 8, channels: 8))
            #expect(plan.configuration.likelihood == .gaussian && plan.settings.length == .minutes(15))
            #expect(plan.settings.flow != nil && plan.settings.sharpening != nil && plan.settings.batch == 32)
        case .ladder:
            #expect(plan.configuration.mixtureComponents == 5 && plan.settings.weightDecay == 0.03)
            #expect(plan.configuration.latentCount == 6 * (2 * 1024 + 3 * 256 + 3 * 64 + 2 * 16) + 32)
        case .conv:
            #expect(plan.configuration.architecture == .conv(channels: [32, 32, 64, 64], hidden: 256))
            #expect(plan.configuration.latentCount == 32 && plan.settings.learningRate == 0.003)
        case .mlp:
            #expect(plan.configuration.architecture == .mlp(hidden: [400]) && plan.settings.batch == 128)
            #expect(plan.settings.flow == nil && plan.settings.length == .epochs(50))
        }
    }

    @Test("The levels of a residual network follow from its channels, its blocks or its map")
    func levels() throws {
        #expect(try Self.plan(.channels([8, 16])).configuration.latentMap?.height == 16)
        #expect(try Self.plan(.blocks([1])).configuration.latentMap?.height == 32)
        let map = try Self.plan(.latent(.map(LatentMap(height: 4, width: 4, channels: 8)))).configuration
        try map.validate()
        guard case .residual(let channels, let blocks, _) = map.architecture else {
            Issue.record("another architecture")
            return
        }
        #expect(channels.count == 4 && blocks.count == 4)
    }

    private static func plan(side: Int, _ choices: TrainingChoice...) throws -> TrainingPlan {
        let image = GreyImage(
            size: ImageSize(width: side, height: side), bitDepth: .eight,
            samples: [UInt16](repeating: 80, count: side * side))
        return try TrainingPlan(for: ImageDataset(images: [image, image]), choices: choices)
    }

    @Test("Large images are trained on crops, and their latents in patches, so that a step costs no more")
    func largeImages() throws {
        for (side, crop, batch, patch) in [
            (64, nil, 32, nil), (128, nil, 8, nil), (256, 128, 8, 2), (200, 128, 8, 2), (512, 128, 8, 4),
        ] as [(Int, Int?, Int, Int?)] {
            let plan = try Self.plan(side: side)
            #expect(plan.settings.crop == crop && plan.settings.batch == batch, "\(side)")
            #expect(plan.settings.sharpening?.batch == batch)
            #expect(plan.settings.flow?.network.patch == patch, "\(side)")
            #expect(plan.configuration.reduction == 8)
            try plan.settings.validate(for: plan.configuration)
        }
        #expect(try Self.plan(side: 256, .crop(nil)).settings.crop == nil)
        #expect(try Self.plan(side: 256, .crop(64), .batch(5)).settings.batch == 5)
        #expect(try Self.plan(side: 256, .latent(.vector(16))).settings.crop == nil)
        #expect(try Self.plan(side: 256, .importanceSamples(4)).settings.crop == nil)
        #expect(try Self.plan(side: 256, .flowPatch(1)).settings.flow?.network.patch == nil)
    }

    @Test("Crops that the network can't be trained on are refused")
    func cropsThatDontFit() throws {
        for choices in [
            [TrainingChoice.architecture(.conv), .crop(32)], [.latent(.vector(9)), .crop(32)],
            [.importanceSamples(4), .crop(32)], [.crop(8)],
        ] {
            #expect(throws: TrainingError.self) {
                let plan = try TrainingPlan(for: Self.images, choices: choices)
                try plan.settings.validate(for: plan.configuration)
            }
        }
    }

    @Test("The adversarial weight decides on the adversarial stage, which two grey levels lack by default")
    func sharpening() throws {
        #expect(try Self.plan(.likelihood(.bernoulli)).settings.sharpening == nil)
        #expect(try Self.plan(.likelihood(.bernoulli), .adversarialWeight(1)).settings.sharpening != nil)
        #expect(try Self.plan(.adversarialWeight(0)).settings.sharpening == nil)
        #expect(try Self.plan(.adversarialWeight(2)).settings.sharpening?.weight == 2)
    }

    /// Every choice, with the choices that it needs beside it and another choice for its parameter.
    private static let cases: [(choice: TrainingChoice, beside: [TrainingChoice], other: TrainingChoice)] = [
        (.preset(.quick), [], .preset(.standard)), (.architecture(.conv), [], .architecture(.mlp)),
        (.hidden([8]), [.architecture(.mlp)], .hidden([9])),
        (.activation(.silu), [.architecture(.mlp)], .activation(.relu)),
        (.channels([4, 8]), [.blocks([1, 1])], .channels([4, 9])), (.blocks([1, 1]), [], .blocks([1, 0])),
        (.groups([1, 1, 1, 1, 1]), [.architecture(.ladder)], .groups([1, 1, 1, 1, 2])),
        (.groupChannels([1, 1, 1, 1, 1]), [.architecture(.ladder)], .groupChannels([2, 1, 1, 1, 1])),
        (.latent(.vector(7)), [], .latent(.vector(8))), (.likelihood(.logistic), [], .likelihood(.mixture)),
        (.components(3), [.likelihood(.mixture)], .components(4)),
        (.binarization(.dynamic), [.likelihood(.bernoulli)], .binarization(.none)),
        (.prior(.flow), [.architecture(.conv)], .prior(.standard)), (.prior(.standard), [], .prior(.vamp)),
        (.prior(.vamp), [.architecture(.mlp)], .prior(.standard)),
        (.pseudoInputs(20), [.architecture(.mlp), .prior(.vamp)], .pseudoInputs(21)),
        (.flowWidth(16), [], .flowWidth(24)), (.flowBlocks(2), [], .flowBlocks(3)),
        (.flowPatch(2), [], .flowPatch(4)), (.crop(32), [], .crop(nil)),
        (.augmentation([.shift, .flip]), [], .augmentation([])),
        (.adversarialWeight(0.5), [], .adversarialWeight(0)), (.length(.epochs(3)), [], .length(.epochs(4))),
        (.length(.minutes(3)), [], .length(.epochs(3))), (.batch(7), [], .batch(8)),
        (.learningRate(0.1), [], .learningRate(0.2)), (.weightDecay(0.1), [], .weightDecay(0)),
        (.beta(2), [], .beta(1)), (.importanceSamples(5), [], .importanceSamples(6)),
        (.importanceStart(0.5), [], .importanceStart(0.6)), (.freeNats(1), [], .freeNats(0)),
        (.warmup(0.2), [], .warmup(0.3)), (.validationShare(0.2), [], .validationShare(0.3)),
        (.patience(3), [], .patience(4)), (.notes("a"), [], .notes("b")), (.seed(3), [], .seed(4)),
    ]

    @Test("A choice that the plan has changes nothing, and another one is found", arguments: cases.indices)
    func differences(index: Int) throws {
        let (choice, beside, other) = Self.cases[index]
        let plan = try TrainingPlan(for: Self.images, choices: beside + [choice])
        #expect(plan.firstChange(by: beside + [choice]) == nil)
        #expect(plan.firstChange(by: beside + [other]) == other)
        #expect(plan.firstChange(by: []) == nil)
    }

    @Test("Conditioning on classes is found as a change")
    func conditioning() throws {
        #expect(try Self.plan(.conditional).firstChange(by: [.conditional]) == nil)
        #expect(try Self.plan().firstChange(by: [.conditional]) == .conditional)
        #expect(try Self.plan(.conditional).settings.flow?.network.classNames == ["dark", "light"])
        #expect(throws: TrainingError.classesMissing) {
            try TrainingPlan(for: ImageDataset(images: [Self.images.image(at: 0)]), choices: [.conditional])
        }
    }

    /// The switch doesn't compile without a case for every choice, and the test fails without a row for it.
    @Test("Every choice is tested")
    func completeness() {
        func number(_ choice: TrainingChoice) -> Int {
            switch choice {
            case .preset: 0
            case .architecture: 1
            case .hidden: 2
            case .activation: 3
            case .channels: 4
            case .blocks: 5
            case .groups: 6
            case .groupChannels: 7
            case .latent: 8
            case .likelihood: 9
            case .components: 10
            case .binarization: 11
            case .prior: 12
            case .pseudoInputs: 13
            case .flowWidth: 14
            case .flowBlocks: 15
            case .adversarialWeight: 16
            case .length: 17
            case .batch: 18
            case .learningRate: 19
            case .weightDecay: 20
            case .beta: 21
            case .importanceSamples: 22
            case .importanceStart: 23
            case .freeNats: 24
            case .warmup: 25
            case .validationShare: 26
            case .patience: 27
            case .notes: 28
            case .seed: 29
            case .conditional: 30
            case .flowPatch: 31
            case .crop: 32
            case .augmentation: 33
            case .conditions: 34
            }
        }
        #expect(Set(Self.cases.map { number($0.choice) } + [30, 34]) == Set(0...34))
    }

    @Test("A choice that belongs to another architecture or prior is refused by name")
    func foreignChoices() {
        func error(_ choices: TrainingChoice...) -> TrainingError? {
            do throws(TrainingError) {
                try TrainingPlan.check(choices, size: nil)
                return nil
            } catch { return error }
        }
        #expect(error(.hidden([4])) == .belongsToArchitecture(.hiddenUnits, [.mlp, .conv]))
        #expect(error(.architecture(.conv), .activation(.tanh)) == .belongsToArchitecture(.activation, [.mlp]))
        #expect(error(.architecture(.conv), .hidden([4, 4])) == .oneHiddenLayer)
        #expect(error(.groups([1])) == .belongsToArchitecture(.groups, [.ladder]))
        #expect(error(.architecture(.ladder), .latent(.vector(3))) == .latentOfLadder)
        #expect(error(.architecture(.ladder), .prior(.vamp)) == .configuration(.pseudoInputsOfLadder))
        #expect(error(.pseudoInputs(3)) == .belongsToPrior(.model(.pseudoInputCount), .vamp))
        #expect(error(.prior(.standard), .conditional) == .belongsToPrior(.conditional, .flow))
        #expect(error(.conditional, .architecture(.ladder), .groups([1, 1])) == .belongsToPrior(.conditional, .flow))
        #expect(error(.channels([4, 8]), .blocks([1])) == .configuration(.blocksAndChannels(1, 2)))
        #expect(error(.conditional) == nil)
        #expect(
            error(.architecture(.ladder)) == nil
                && error(.latent(.map(LatentMap(height: 5, width: 5, channels: 8)))) == nil)
        #expect(throws: TrainingError.ladderLevels(.groups, count: 2, needed: 5, size: Self.images.size)) {
            try Self.plan(.architecture(.ladder), .groups([1, 1]))
        }
    }

    @Test("A plan for fitting a prior has the preset's length and may use classes")
    func priorFitting() throws {
        try TrainingPlan.checkPriorFitting([.conditional, .flowWidth(8)])
        #expect(throws: TrainingError.configuration(.flowWidth(9))) {
            try TrainingPlan.checkPriorFitting([.flowWidth(9)])
        }
        let settings = TrainingSettings(fittingPriorOf: nil, preset: .quick)
        #expect(settings.isPriorFitting && settings.heldOutRule == .threshold)
        #expect(settings.length == .minutes(Preset.quick.minutes * Preset.quick.flow.share))
    }
}
