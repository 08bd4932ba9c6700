import GreyImages
import Testing
import VAE

@testable import Training

@Suite("Divergence")
struct DivergenceTests {
    /// Settings whose rate has an infinite weight from the second step on. An epoch has one step, and the first step
    /// has a weight of 0.
    private static var settings: TrainingSettings {
        var settings = TrainingSettings()
        settings.length = .epochs(10)
        settings.batch = 64
        settings.beta = 1e300
        settings.warmup = 1
        return settings
    }

    @Test("A run returns to its best model three times, then keeps it and names its epoch")
    func keepsBest() throws {
        let run = try ToyRun(images: ToyData.spots(40))
        let error = #expect(throws: TrainingError.self) { try run.start(Self.settings) }
        guard case .diverged(let step, let epoch, let best) = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(step == 2 && epoch == 5)
        #expect(run.recoveries.map(\.epoch) == [1, 1, 1])
        #expect(run.recoveries.map(\.learningRateShare) == [0.5, 0.25, 0.125])
        #expect(best == 1)
        #expect("\(error!)".contains("step 2 of epoch 5") && "\(error!)".contains("the learning rate halved 3 times"))
        let facts = try ModelFile.read(run.model).facts
        #expect(facts.bestEpoch == 1)
        #expect(facts.validationNegativeELBO == run.epochs[0].record.validation?.negativeELBO)
        // No state is kept, because a resumed run would diverge again.
        #expect(try run.files == ["model.safetensors", "model.safetensors.history.csv"])
        #expect(try run.history.count == 5)
    }

    @Test("A run with useless weights continues from the best ones, and can be resumed to the same bytes")
    func goesOn() throws {
        var settings = TrainingSettings()
        settings.length = .epochs(6)
        settings.batch = 4
        func spoiltRun() throws -> ToyRun {
            let run = try ToyRun(images: ToyData.spots(60))
            try run.start(settings, stoppingAfter: 30)
            return run
        }
        let whole = try spoiltRun()
        let outcome = try whole.resume(spoilt: true)
        #expect(outcome.ending == .complete && outcome.recoveries == 1 && outcome.skippedSteps == 10)
        #expect(whole.recoveries.count == 1 && whole.recoveries[0].learningRateShare == 0.5)
        #expect(whole.epochs.last!.record.validation!.negativeELBO.isFinite)
        #expect(outcome.model.parameters.buffer.isFinite)
        let last = whole.epochs.last!.record
        let schedule = Schedule(settings: settings)
        #expect(last.learningRate == schedule.learningRate(progress: 1, step: last.steps) / 2)

        let stopped = try spoiltRun()
        try stopped.resume(spoilt: true, stoppingAfter: 7)
        try stopped.resume()
        #expect(try stopped.modelBytes == whole.modelBytes)
    }

    @Test("A run that diverges within its first epoch leaves an older model unchanged")
    func keepsOlder() throws {
        let run = try ToyRun(images: ToyData.spots(40))
        var settings = TrainingSettings()
        settings.length = .epochs(1)
        try run.start(settings)
        let older = try run.modelBytes
        var diverging = Self.settings
        diverging.warmup = 0
        // An epoch has several steps, so the first step is detected before the epoch ends.
        diverging.batch = 16
        let error = #expect(throws: TrainingError.self) { try run.start(diverging) }
        guard case .diverged(1, 1, nil) = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(try run.modelBytes == older)
        #expect(try run.files == ["model.safetensors", "model.safetensors.history.csv"])
    }

    @Test("A resumed run that diverges keeps the best model of its earlier part")
    func afterResuming() throws {
        let run = try ToyRun(images: ToyData.spots(40))
        try run.start(Self.settings, stoppingAfter: 1)
        #expect(throws: TrainingError.self) { try run.resume() }
        #expect(try ModelFile.read(run.model).facts.bestEpoch == 1)
        #expect(try run.files == ["model.safetensors", "model.safetensors.history.csv"])
    }
}

extension ToyRun {
    @discardableResult
    func start(_ settings: TrainingSettings, stoppingAfter limit: Int = .max) throws -> TrainingOutcome {
        try start(ToyData.configuration(), settings, stoppingAfter: limit)
    }
}
