import Foundation
import GreyImages
import Kernels
import Layers
import Platform
import Testing
import VAE
@testable import Training

@Suite("A run through all three stages")
struct StagedRunTests {
    private static let configurations = [StagedRun.residual, StagedRun.conv]

    private static let flowOfVectors = FlowConfiguration(width: 32, blocks: 1, classNames: ["dark", "light"])

    private func unbroken(_ configuration: ModelConfiguration, threads: Int = 2) throws -> StagedRun {
        let one = try StagedRun()
        if configuration.latentMap == nil { one.settings.flow?.network = Self.flowOfVectors }
        try one.start(configuration, threads: threads)
        return one
    }

    @Test("One, two and three threads give the same bytes", arguments: configurations)
    func threads(configuration: ModelConfiguration) throws {
        let bytes = try (1...3).map { try unbroken(configuration, threads: $0).run.modelBytes }
        #expect(bytes[1] == bytes[0] && bytes[2] == bytes[0])
    }

    /// The run is stopped within every stage, before its first step and after its last.
    @Test("A run that is stopped anywhere and resumed gives the same bytes", arguments: configurations)
    func stopAndResume(configuration: ModelConfiguration) throws {
        let whole = try unbroken(configuration)
        #expect(whole.steps == 6 + 5 + 4)
        let bytes = try whole.run.modelBytes
        for stop in [0, 3, 6, 7, 9, 11, 12, 14] {
            let one = try StagedRun()
            one.settings.flow = whole.settings.flow
            #expect(try one.start(configuration, stoppingAfter: stop).ending == .interrupted)
            #expect(try one.run.files.contains("model.safetensors.training"))
            _ = try ModelFile.read(one.run.model)
            #expect(try one.resume(threads: 1).ending == .complete)
            #expect(one.steps == whole.steps)
            #expect(try one.run.modelBytes == bytes, "stopped after \(stop) steps")
            #expect(try one.run.files == whole.run.files)
        }
    }

    /// The prior's stage has eight steps, the last of which teach long steps.
    @Test("A run that is stopped while it teaches long steps gives the same bytes")
    func stopAmongLongSteps() throws {
        let whole = try StagedRun()
        whole.settings.sharpening = nil
        whole.settings.flow?.batch = 10
        try whole.start()
        let total = whole.steps
        let bytes = try whole.run.modelBytes
        for stop in total - 4..<total {
            let one = try StagedRun()
            one.settings = whole.settings
            #expect(try one.start(stoppingAfter: stop).ending == .interrupted)
            #expect(try one.resume(threads: 1).ending == .complete)
            #expect(one.steps == total)
            #expect(try one.run.modelBytes == bytes, "stopped after \(stop) steps")
        }
        // Without long steps the model is another.
        let plain = try StagedRun()
        plain.settings = whole.settings
        plain.settings.flow?.network.longSteps = nil
        try plain.start()
        #expect(plain.steps == total)
        #expect(try ModelFile.read(plain.run.model).prior.configuration.longSteps == nil)
        #expect(try ModelFile.read(whole.run.model).prior.configuration.longSteps == LongSteps())
    }

    @Test("A run that is stopped after every step gives the same bytes")
    func stopEverywhere() throws {
        let whole = try unbroken(StagedRun.residual)
        let one = try StagedRun()
        var outcome = try one.start(stoppingAfter: 1)
        var parts = 1
        while outcome.ending == .interrupted, parts < 40 {
            outcome = try one.resume(stoppingAfter: 1)
            parts += 1
        }
        #expect(try one.run.modelBytes == whole.run.modelBytes)
    }

    @Test("Every stage leaves a model that records the stage, and a complete run leaves no state")
    func files() throws {
        let one = try unbroken(StagedRun.residual)
        #expect(one.stages == [.autoencoder, .decoder, .prior])
        // The encoder stays unchanged after the first stage, so all images are encoded once.
        #expect(one.works.count { $0 == .encoding } == 1)
        #expect(one.models[.autoencoder] == nil)
        let first = try #require(one.models[.decoder])
        #expect(first.facts.steps == 6 && first.facts.adversarialSteps == nil && first.facts.priorSteps == nil)
        let second = try #require(one.models[.prior])
        #expect(second.facts.adversarialSteps == 5 && second.facts.adversarialWeight == 1)
        #expect(second.facts.priorSteps == nil && second.prior.parameters == nil)
        #expect(second.facts.validationNegativeELBO != first.facts.validationNegativeELBO)
        let last = try ModelFile.read(one.run.model)
        #expect(last.facts.adversarialSteps == 5 && last.facts.priorSteps == 4)
        #expect(last.prior.classNames == ["dark", "light"])
        #expect(last.parameters.buffer.values == second.parameters.buffer.values)
        #expect(try one.run.files == ["model.safetensors", "model.safetensors.history.csv"])
        #expect(
            one.reports.map(\.stage) == [.decoder, .decoder, .decoder, .decoder, .decoder]
                + Array(repeating: .prior, count: 4))
        #expect(one.reports.allSatisfy { $0.loss.value.isFinite && (0...1).contains($0.progress) })
        #expect(one.reports.last?.progress == 1)
    }

    @Test("The decoder's stage changes no parameter of the encoder", arguments: configurations)
    func encoderStays(configuration: ModelConfiguration) throws {
        let one = try unbroken(configuration)
        let (before, after) = (try #require(one.models[.decoder]), try #require(one.models[.prior]))
        for slot in before.network.layout.slots {
            let isSame = before.parameters[slot].values == after.parameters[slot].values
            #expect(isSame == slot.name.hasPrefix("encoder."), "\(slot.name)")
        }
    }

    @Test("Images with classes may have a prior without, and the prior alone may be fitted again")
    func unconditional() throws {
        let one = try StagedRun()
        one.settings.sharpening = nil
        one.settings.flow?.network.classNames = []
        let outcome = try one.start()
        #expect(outcome.model.prior.classNames.isEmpty && outcome.model.prior.parameters != nil)
        var training = try TrainingRun(
            fittingPriorOf: outcome.model, images: one.run.images, settings: StagedRun.short,
            pool: WorkerPool(threads: 2))
        #expect(training.stages == [.prior])
        let refitted = try training.run(observer: one.run.recorder.record)
        #expect(refitted.model.prior.classNames == ["dark", "light"])
        #expect(refitted.model.parameters.buffer.values == outcome.model.parameters.buffer.values)
        #expect(try ModelFile.read(one.run.model).prior.classNames == ["dark", "light"])
    }

    @Test("A prior that is conditioned on classes needs images of those classes")
    func classesAreMissing() throws {
        let without = try StagedRun(classes: false)
        #expect(throws: TrainingError.self) { try without.start() }
        let others = try StagedRun()
        others.settings.flow?.network.classNames = ["a", "b"]
        let error = #expect(throws: TrainingError.self) { try others.start() }
        guard case .classesDiffer = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(try others.run.files.isEmpty)
        // A run can't be resumed with its images if their classes are gone.
        let stopped = try StagedRun()
        try stopped.start(stoppingAfter: 8)
        #expect(throws: TrainingError.self) {
            try TrainingRun(
                resuming: stopped.run.recorder.checkpoint(), images: without.run.images, pool: WorkerPool(threads: 1))
        }
    }

    private static let wrong:
        [(error: TrainingError, change: @Sendable (inout TrainingSettings, inout ModelConfiguration) -> Void)] = [
            (.adversarialNeeds(.convolutionalDecoder), { $1 = ToyData.configuration(.mlp(hidden: [4])) }),
            (.adversarialNeeds(.greyLevels), { $1.likelihood = .bernoulli }),
            (.adversarialNeeds(.largerImages), { $1.imageSize.width = 7 }),
            (
                .outOfBounds(.adversarialWeight, .above(0, atMost: 100)),
                { settings, _ in settings.sharpening?.weight = 0 }
            ),
            (
                .outOfBounds(.adversarialWeight, .above(0, atMost: 100)),
                { settings, _ in settings.sharpening?.weight = .nan }
            ),
            (
                .outOfBounds(.adversarialBatch, .within(1, 65_536)),
                { settings, _ in settings.sharpening?.batch = 0 }
            ),
            (.outOfBounds(.flowBatch, .within(1, 65_536)), { settings, _ in settings.flow?.batch = 0 }),
            (.configuration(.flowWidth(12)), { settings, _ in settings.flow?.network.width = 12 }),
            (
                .configuration(.outOfRange(.flowBlocks, value: 0, range: 1...64)),
                { settings, _ in settings.flow?.network.blocks = 0 }
            ),
            (.noShareForAutoencoder, { settings, _ in settings.flow?.share = 0.75 }),
            (
                .noShareForAutoencoder,
                { settings, _ in
                    settings.sharpening = nil
                    settings.flow?.share = 1 - 1e-15
                }
            ),
        ]

    @Test("Impossible stages are refused", arguments: wrong.indices)
    func settings(index: Int) throws {
        var (settings, configuration) = (StagedRun.short, StagedRun.residual)
        try settings.validate(for: configuration)
        Self.wrong[index].change(&settings, &configuration)
        #expect(throws: Self.wrong[index].error) { try settings.validate(for: configuration) }
    }

    @Test("A state file with impossible stages is refused")
    func hostileState() throws {
        let one = try StagedRun()
        try one.start(stoppingAfter: 8)
        let state = try SafeTensors(contentsOf: one.run.state)
        for (key, old, new) in [
            ("setup", "\"batch\":8", "\"batch\":0"), ("setup", "\"batch\":20", "\"batch\":-1"),
            ("setup", "\"likelihood\":\"gaussian\"", "\"likelihood\":\"bernoulli\""),
            ("optimizer_steps", "2", "-2"), ("progress", "\"batch\":2", "\"batch\":-2"),
        ] {
            var metadata = state.metadata
            let text = try #require(metadata[key])
            try #require(text.contains(old), "\(text)")
            metadata[key] = text.replacingOccurrences(of: old, with: new)
            try SafeTensors.write([], metadata: metadata, to: one.run.state)
            let error = #expect(throws: ModelFileError.self) { try one.resume() }
            #expect("\(error!)".contains("impossible"), "\(error!)")
        }
        // Only the arrays are missing.
        try SafeTensors.write([], metadata: state.metadata, to: one.run.state)
        #expect(throws: ModelFileError.self) { try one.resume() }
    }

    @Test("A later stage that diverges leaves the model unchanged and no state")
    func divergence() throws {
        let one = try StagedRun()
        one.settings.flow?.learningRate = 1e30
        let error = #expect(throws: TrainingError.self) { try one.start() }
        guard case .refinementDiverged(.prior, _) = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        let kept = try ModelFile.read(one.run.model)
        #expect(kept.facts.adversarialSteps == 5 && kept.prior.parameters == nil)
        #expect(try one.run.files == ["model.safetensors", "model.safetensors.history.csv"])
    }

    @Test("An autoencoder's stage that diverges leaves no state")
    func earlyDivergence() throws {
        let one = try StagedRun()
        one.settings.beta = 1e300
        one.settings.warmup = 0
        #expect(throws: TrainingError.self) { try one.start() }
        #expect(try one.run.files.allSatisfy { !$0.hasSuffix(".training") })
    }
}
