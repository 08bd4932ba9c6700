import Layers
import Platform
import Testing
import VAE
@testable import Training

@Suite("The early end of a stage")
struct EarlyEndTests {
    @Test("The learning rate falls from that of the best weights to the end")
    func schedule() {
        let early = EarlyEnd(bestStep: 300, steps: 400, share: 0.4)
        #expect(abs(early.end - 0.445) < 1e-12 && early.stepsUndone == 100)
        #expect(early.scheduled(0.4) == 0.5 && abs(early.scheduled(0.4225) - 0.75) < 1e-12)
        #expect(abs(early.scheduled(early.end) - 1) < 1e-12)
        // The fall had begun before the best weights, and the planned length leaves little time.
        let late = EarlyEnd(bestStep: 900, steps: 950, share: 0.95)
        #expect(late.end == 1 && abs(late.scheduled(0.95) - 0.9) < 1e-12 && abs(late.scheduled(1) - 1) < 1e-12)
    }

    @Test("Impossible values of a state file are recognised")
    func possible() {
        #expect(EarlyEnd(bestStep: 300, steps: 400, share: 0.4).isPossible)
        for wrong in [(0, 400, 0.4), (500, 400, 0.4), (300, 1 << 50, 0.4), (3, 4, 0), (3, 4, .nan), (3, 4, 1.5)] {
            #expect(!EarlyEnd(bestStep: wrong.0, steps: wrong.1, share: wrong.2).isPossible)
        }
    }

    /// A run whose prior soon gets worse with every step, until the learning rate falls.
    private static func overfitting() throws -> StagedRun {
        let one = try StagedRun()
        one.settings.validationShare = 0.3
        one.settings.flow?.batch = 2
        one.settings.flow?.learningRate = 0.3
        one.settings.flow?.averaging = 0.5
        return one
    }

    @Test("A prior that gets worse on held-out images goes back to its best weights and ends early")
    func endsEarly() throws {
        let one = try Self.overfitting()
        let outcome = try one.start()
        let early = try #require(outcome.curves.priorEarlyEnd)
        let checks = outcome.curves.priorChecks
        let best = try #require(checks.first { $0.step == early.bestStep })
        // After the end was decided, only the finished weights are measured.
        let end = try #require(checks.last)
        #expect(checks.dropLast().last?.step == early.steps && end.step > early.steps)
        #expect(checks.dropLast().allSatisfy { $0.heldOut >= best.heldOut })
        #expect(end.heldOut < (checks.dropLast().last?.heldOut ?? 0), "\(checks.map(\.heldOut))")
        // The plan is two passes over the images, in pairs.
        #expect(end.step < one.run.images.count * 7 / 10)
        #expect(one.reports.last { $0.stage == .prior }?.progress == 1)
        #expect(
            outcome.model.facts.priorSteps
                == (outcome.curves.keptCheck == end ? end.step - early.stepsUndone : best.step))
        #expect(
            TrainingDiagnosis.findings(in: outcome.curves, one.settings).last
                == .priorEndedEarly(step: early.bestStep))
        #expect(one.previews.last == "prior 1.0")
    }

    @Test("A run that is stopped around its early end and resumed gives the same bytes")
    func resumed() throws {
        let whole = try Self.overfitting()
        let early = try #require(try whole.start().curves.priorEarlyEnd)
        let before = whole.steps - whole.reports.filter { $0.stage == .prior }.count
        for stop in [early.bestStep, early.steps - 1, early.steps, early.steps + 1] {
            let one = try Self.overfitting()
            try one.start(stoppingAfter: before + stop)
            try one.resume(threads: 1)
            #expect(try one.run.modelBytes == whole.run.modelBytes, "stopped after \(stop) steps of the prior")
            #expect(one.curves.priorEarlyEnd == early)
        }
    }

    @Test("A state of an older version, without the prior's best weights, is resumed and measured anew")
    func withoutBest() throws {
        let untilPrior = try Self.overfitting()
        try untilPrior.start()
        let before = untilPrior.steps - untilPrior.reports.filter { $0.stage == .prior }.count
        let stopped = try Self.overfitting()
        let early = try #require(untilPrior.curves.priorEarlyEnd)
        try stopped.start(stoppingAfter: before + early.steps - 1)
        let checkpoint = try stopped.run.recorder.checkpoint()
        let file = try SafeTensors(contentsOf: stopped.run.state)
        let (configuration, settings) = (checkpoint.setup.configuration, checkpoint.setup.settings)
        let layout = try VelocityNetwork(
            try #require(settings.flow).network, latentMap: configuration.latentMap,
            latentCount: configuration.latentCount
        ).layout
        let arenas = try ["parameters.", "first_moment.", "second_moment.", "averaged."].map { name in
            (name: name, layout: layout, arena: try ModelFile.arena(from: file, layout: layout, prefix: name))
        }
        #expect(!checkpoint.progress.curves!.priorChecks.isEmpty)
        var resumed = try TrainingRun(
            resuming: TrainingCheckpoint(
                setup: checkpoint.setup, stage: .prior, progress: checkpoint.progress, counters: checkpoint.counters,
                steps: checkpoint.steps, base: checkpoint.base, arrays: .live(arenas)),
            images: stopped.run.images, pool: WorkerPool(threads: 2))
        let outcome = try resumed.run(observer: { _ in })
        #expect(outcome.ending == .complete)
        #expect(outcome.curves.priorChecks.allSatisfy { $0.step >= checkpoint.steps })
    }

    /// Settings with which an autoencoder learns twenty images by heart.
    private static var learningByHeart: TrainingSettings {
        var settings = TrainingSettings()
        settings.length = .epochs(400)
        settings.batch = 10
        settings.learningRate = 0.02
        settings.validationShare = 0.5
        return settings
    }

    @Test("An autoencoder that gets worse on held-out images goes back to its best epoch and ends early")
    func autoencoder() throws {
        let whole = try ToyRun(images: ToyData.spots(40))
        let outcome = try whole.start(ToyData.configuration(), Self.learningByHeart)
        let early = try #require(outcome.curves.autoencoderEarlyEnd)
        let epochs = outcome.curves.epochs
        let best = try #require(epochs.first { $0.steps == early.bestStep })
        let returned = try #require(epochs.first { $0.steps == early.steps })
        #expect(2 * best.epoch <= returned.epoch && epochs.count > returned.epoch && epochs.count < 400)
        #expect(epochs[returned.epoch].validation!.negativeELBO < returned.validation!.negativeELBO)
        #expect(outcome.model.facts.bestEpoch == best.epoch || outcome.model.facts.bestEpoch > returned.epoch)
        #expect(
            TrainingDiagnosis.findings(in: outcome.curves, Self.learningByHeart)
                == [.autoencoderEndedEarly(epoch: best.epoch)])
        for stop in [early.steps - 1, early.steps, early.steps + 1] {
            let one = try ToyRun(images: ToyData.spots(40))
            try one.start(ToyData.configuration(), Self.learningByHeart, stoppingAfter: stop)
            try one.resume(threads: 1)
            #expect(try one.modelBytes == whole.modelBytes, "stopped after \(stop) steps")
        }
    }

    @Test("With patience, or too few images held out, an autoencoder takes its whole length")
    func unended() throws {
        for (share, patience) in [(0.5, 400), (0.15, nil)] {
            var settings = Self.learningByHeart
            (settings.validationShare, settings.patience) = (share, patience)
            let outcome = try ToyRun(images: ToyData.spots(40)).start(ToyData.configuration(), settings)
            #expect(outcome.curves.autoencoderEarlyEnd == nil && outcome.curves.epochs.count == 400)
        }
    }
}
