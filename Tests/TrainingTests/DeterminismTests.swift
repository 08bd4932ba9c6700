import Testing
import Training
import VAE

@Suite("Determinism")
struct DeterminismTests {
    private static let cases: [ModelConfiguration] = [
        ToyData.configuration(.mlp(hidden: [16, 12])),
        ToyData.configuration(.conv(channels: [4, 6], hidden: 10)),
        ToyData.configuration(likelihood: .bernoulli, binarization: .dynamic),
        {
            var vamp = ToyData.configuration(.conv(channels: [4], hidden: 10))
            vamp.pseudoInputs = 20
            return vamp
        }(),
    ]

    /// A batch has three lanes, which the threads share.
    @Test("One, two and three threads give the same bytes", arguments: cases)
    func threads(configuration: ModelConfiguration) throws {
        var settings = TrainingSettings()
        settings.length = .epochs(2)
        settings.batch = 150
        let runs = try (1...3).map { threads in
            let run = try ToyRun(images: ToyData.spots(330))
            try run.start(configuration, settings, threads: threads)
            return run
        }
        for run in runs.dropFirst() {
            #expect(try run.modelBytes == runs[0].modelBytes)
            #expect(try run.history == runs[0].history)
        }
    }

    @Test("Different seeds give different models")
    func seeds() throws {
        var settings = TrainingSettings()
        settings.length = .epochs(1)
        let first = try ToyRun(images: ToyData.spots(40))
        try first.start(settings)
        settings.seed = 1
        let second = try ToyRun(images: ToyData.spots(40))
        try second.start(settings)
        #expect(try first.modelBytes != second.modelBytes)
    }

    private static var short: TrainingSettings {
        var settings = TrainingSettings()
        settings.length = .epochs(4)
        settings.batch = 30
        settings.learningRate = 0.01
        return settings
    }

    private static func unbroken(_ configuration: ModelConfiguration) throws -> ToyRun {
        let run = try ToyRun(images: ToyData.spots(120))
        try run.start(configuration, short)
        return run
    }

    @Test("A run that is stopped after any step and resumed gives the same bytes", arguments: cases)
    func stopAndResume(configuration: ModelConfiguration) throws {
        let whole = try Self.unbroken(configuration)
        let total = whole.steps.count
        #expect(total == 4 * 4)
        for stop in [0, 1, 3, 4, 5, total - 1] {
            let run = try ToyRun(images: ToyData.spots(120))
            let first = try run.start(configuration, Self.short, stoppingAfter: stop)
            #expect(first.ending == .interrupted)
            #expect(first.steps == stop)
            #expect(
                try run.files
                    == (stop < 4 ? [] : ["model.safetensors.history.csv"]).reduce(
                        into: ["model.safetensors", "model.safetensors.training"]) { $0.insert($1, at: 1) })
            // A stopped run leaves a readable model.
            _ = try ModelFile.read(run.model)
            #expect(try run.resume(threads: 1).ending == .complete)
            #expect(try run.modelBytes == whole.modelBytes, "stopped after \(stop) steps")
            #expect(try run.history == whole.history, "stopped after \(stop) steps")
            #expect(try run.files == whole.files)
        }
    }

    @Test("A run that is stopped after every step gives the same bytes")
    func stopEverywhere() throws {
        let whole = try Self.unbroken(ToyData.configuration())
        let run = try ToyRun(images: ToyData.spots(120))
        var outcome = try run.start(ToyData.configuration(), Self.short, stoppingAfter: 1)
        var parts = 1
        while outcome.ending == .interrupted, parts < 100 {
            outcome = try run.resume(stoppingAfter: 1)
            parts += 1
        }
        #expect(parts >= whole.steps.count)
        #expect(try run.modelBytes == whole.modelBytes)
        #expect(try run.history == whole.history)
    }

    @Test("A resumed run continues its reports where it stopped")
    func reports() throws {
        let whole = try Self.unbroken(ToyData.configuration())
        let run = try ToyRun(images: ToyData.spots(120))
        try run.start(ToyData.configuration(), Self.short, stoppingAfter: 6)
        try run.resume()
        #expect(run.steps.map(\.step) == whole.steps.map(\.step))
        #expect(run.steps.map(\.loss) == whole.steps.map(\.loss))
        #expect(run.epochs.map(\.isBest) == whole.epochs.map(\.isBest))
    }
}
