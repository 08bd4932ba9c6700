import Testing
import Training
import VAE

@Suite("Training with several draws per image")
struct ImportanceTrainingTests {
    private static var settings: TrainingSettings {
        var settings = TrainingSettings()
        settings.length = .epochs(6)
        settings.batch = 30
        settings.learningRate = 0.01
        // There are more draws than gradient draws, so at the end some are chosen.
        settings.importanceSamples = 10
        settings.importanceStart = 0.3
        return settings
    }

    @Test("A run gives the same bytes with any number of threads, and when stopped as the number of draws rises")
    func sameBytes() throws {
        let whole = try ToyRun(images: ToyData.spots(120))
        try whole.start(ToyData.configuration(), Self.settings, threads: 1)
        let total = whole.steps.count
        for stop in [1, 8, 11, 13, 16, total - 1] {
            let run = try ToyRun(images: ToyData.spots(120))
            try run.start(ToyData.configuration(), Self.settings, threads: 2, stoppingAfter: stop)
            #expect(try run.resume(threads: 3).ending == .complete)
            #expect(try run.modelBytes == whole.modelBytes, "stopped after \(stop) steps")
            #expect(try run.history == whole.history)
        }
    }

    @Test("The best weights are those with the best bound, first with one draw and then with more")
    func selection() throws {
        let run = try ToyRun(images: ToyData.spots(200))
        try run.start(Self.settings)
        var best = Double.infinity
        for (record, isBest) in run.epochs {
            let negativeELBO = try #require(record.validation).negativeELBO
            let bound = record.validationImportanceBound ?? negativeELBO
            #expect((bound < negativeELBO) == (record.epoch > 2))
            #expect(isBest == (bound < best))
            best = min(best, bound)
        }
        #expect(try run.history.dropFirst().map { Double($0.last!) != nil } == [false, false, true, true, true, true])
    }
}
