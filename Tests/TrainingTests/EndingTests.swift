import Platform
import Testing
import VAE
@testable import Training

@Suite("The end of training, and the model that is kept")
struct EndingTests {
    @Test("Patience ends a run that doesn't improve")
    func patience() throws {
        let run = try ToyRun(images: ToyData.spots(60))
        var settings = TrainingSettings()
        settings.length = .epochs(50)
        settings.patience = 3
        // A learning rate this small changes no weight.
        settings.learningRate = 1e-30
        let outcome = try run.start(settings)
        #expect(outcome.ending == .outOfPatience)
        #expect(run.epochs.map(\.isBest) == [true, false, false, false])
        #expect(outcome.model.facts.bestEpoch == 1 && outcome.model.facts.epochs == 4)
        #expect(outcome.best?.epoch == 1)
    }

    @Test("The weights of the best epoch are kept, not those of the last")
    func best() throws {
        // With few images, many epochs and no weight of the rate, the held-out images are explained worse and worse.
        var settings = TrainingSettings()
        settings.length = .epochs(120)
        settings.beta = 0
        settings.batch = 4
        settings.learningRate = 0.02
        settings.validationShare = 0.5
        let run = try ToyRun(images: ToyData.spots(30))
        let outcome = try run.start(settings)
        // With a beta of 0, the objective is the distortion.
        let objective = run.epochs.map { $0.record.validation!.distortion }
        let validation = run.epochs.map { $0.record.validation!.negativeELBO }
        let best = objective.indices.min { objective[$0] < objective[$1] }! + 1
        try #require(best < 120, "this run is made to get worse")
        #expect(run.epochs.last { $0.isBest }?.record.epoch == best)
        #expect(outcome.model.facts.bestEpoch == best)
        #expect(outcome.model.facts.validationNegativeELBO == validation[best - 1])
        // The weights in the file are those of the best epoch: they give its negative ELBO again.
        let kept = try ModelFile.read(run.model)
        let heldOut = DataSplit(run.images, validationShare: 0.5).validation
        let terms = Inference(kept, pool: WorkerPool(threads: 1)).terms(of: run.images, indices: heldOut, seed: 0)
        #expect(TermSums(terms).mean!.negativeELBO == validation[best - 1])
    }

    @Test("The objective that chooses the best weights uses the settings' weight of the rate")
    func objective() {
        var settings = TrainingSettings()
        settings.beta = 4
        #expect(settings.objective(ImageTerms(distortion: 10, rate: 3)) == 22)
        settings.beta = 1
        let terms = ImageTerms(distortion: 10, rate: 3)
        #expect(settings.objective(terms) == terms.negativeELBO)
    }

    @Test("A run by minutes ends in time, with a low learning rate")
    func minutes() throws {
        let run = try ToyRun(images: ToyData.spots(200))
        var settings = TrainingSettings()
        settings.length = .minutes(0.02)
        settings.batch = 8
        let clock = ContinuousClock()
        let elapsed = try clock.measure { try run.start(settings) }
        #expect(elapsed < .seconds(1.2 + 1))
        #expect(elapsed > .seconds(0.5))
        #expect(run.epochs.last!.record.learningRate < 0.1 * settings.learningRate)
        #expect(run.steps.last!.progress > 0.9)
        #expect(try !run.files.contains("model.safetensors.training"))
    }

    @Test("Without held-out images the last weights are kept")
    func noValidation() throws {
        let run = try ToyRun(images: ToyData.spots(30))
        var settings = TrainingSettings()
        settings.length = .epochs(3)
        settings.validationShare = 0
        let outcome = try run.start(settings)
        #expect(outcome.model.facts.bestEpoch == 3)
        #expect(outcome.model.facts.validationNegativeELBO == nil)
        #expect(outcome.best?.validation == nil)
        #expect(try run.history.last?.suffix(3) == ["", "", ""])
    }

    @Test("A model can be trained on one image, or on copies of one", arguments: [1, 5])
    func alike(count: Int) throws {
        let run = try ToyRun(images: (0..<count).map { _ in ToyData.flat(40) })
        var settings = TrainingSettings()
        settings.length = .epochs(3)
        #expect(try run.start(settings).model.facts.images == count)
    }

    @Test(
        "Training on a toy set improves the model greatly",
        arguments: [Architecture.mlp(hidden: [48]), .conv(channels: [8, 12], hidden: 24)])
    func learning(architecture: Architecture) throws {
        let run = try ToyRun(images: ToyData.spots(400))
        var settings = TrainingSettings()
        settings.length = .epochs(150)
        settings.batch = 32
        settings.learningRate = 0.01
        let outcome = try run.start(ToyData.configuration(architecture), settings)
        let bits = run.epochs.map { $0.record.validation!.negativeELBO / (64 * 0.6931) }
        #expect(bits[0] > 7)
        #expect(bits.min()! < 6.2, "bits per pixel by epoch: \(bits)")
        #expect(outcome.best!.validation!.rate > 2, "the position of the spot takes some nats")
    }
}
