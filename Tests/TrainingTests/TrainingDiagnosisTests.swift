import Testing
import VAE
@testable import Training

@Suite("What the figures of a run say of it")
struct TrainingDiagnosisTests {
    private static var settings: TrainingSettings {
        var settings = TrainingSettings()
        settings.flow = FlowSettings()
        settings.flow?.batch = 64
        return settings
    }

    /// Epochs with a distortion of the training images and one of the held-out images.
    private static func epochs(
        _ count: Int, training: (Double) -> Double, heldOut: ((Double) -> Double)? = nil
    ) -> [EpochRecord] {
        (1...count).map { epoch in
            let share = Double(epoch) / Double(count)
            func terms(_ distortion: Double) -> EpochRecord.TermMeans {
                EpochRecord.TermMeans(ImageTerms(distortion: distortion, rate: 50))
            }
            return EpochRecord(
                epoch: epoch, steps: 10 * epoch, seconds: 0, learningRate: 0.001, beta: 1,
                training: terms(training(share)), validation: heldOut.map { terms($0(share)) })
        }
    }

    private static func prior(
        steps: Int, check: (heldOut: Double, training: Double, error: Double, images: Int)? = nil,
        loss: (Double) -> Double = { _ in 1 }
    ) -> TrainingCurves {
        var curves = TrainingCurves()
        for step in 1...steps { curves.add(loss(Double(step) / Double(steps)), of: .prior, step: step) }
        if let check {
            curves.priorChecks = [
                PriorCheck(
                    step: steps, images: check.images, heldOut: check.heldOut, training: check.training,
                    error: check.error)
            ]
        }
        return curves
    }

    private static func findings(_ epochs: [EpochRecord]) -> [TrainingDiagnosis] {
        var curves = TrainingCurves()
        curves.epochs = epochs
        return TrainingDiagnosis.findings(in: curves, settings)
    }

    @Test("A bound that has come to rest is no reason to say anything", arguments: [1, 2, 5, 40, 3000])
    func rested(count: Int) {
        let fall = { (share: Double) in 1000 + 500 * (1 - share) * (1 - share) * (1 - share) * (1 - share) }
        #expect(Self.findings(Self.epochs(count, training: fall, heldOut: fall)).isEmpty)
    }

    @Test("A bound that still falls at the end is underfitted", arguments: [3, 5, 40, 3000])
    func falling(count: Int) {
        let fall = { (share: Double) in 2000 - 800 * share }
        for epochs in [Self.epochs(count, training: fall, heldOut: fall), Self.epochs(count, training: fall)] {
            guard case .underfitted(let percent)? = Self.findings(epochs).first, Self.findings(epochs).count == 1 else {
                Issue.record("\(Self.findings(epochs))")
                continue
            }
            #expect(percent > 5 && percent < 40)
        }
    }

    @Test("A held-out bound that rises while the training bound falls is overfitted")
    func rising() {
        let fall = { (share: Double) in 2000 - 800 * share }
        let rise = { (share: Double) in 1500 + 400 * (share - 0.5) * (share - 0.5) }
        #expect(
            Self.findings(Self.epochs(40, training: fall, heldOut: rise)) == [.overfitted(bestEpoch: 20, epochs: 40)])
        // Both rise in a run that diverges a little.
        #expect(Self.findings(Self.epochs(40, training: rise, heldOut: rise)).isEmpty)
    }

    @Test("A prior with few draws is too short, and one whose loss still falls")
    func short() {
        #expect(
            TrainingDiagnosis.findings(in: Self.prior(steps: 1000), Self.settings) == [.priorShort(draws: 64_000)])
        #expect(TrainingDiagnosis.findings(in: Self.prior(steps: 2000), Self.settings).isEmpty)
        let falling = TrainingDiagnosis.findings(in: Self.prior(steps: 2000) { 2 - $0 }, Self.settings)
        guard case .priorFalling(let percent)? = falling.first else {
            Issue.record("\(falling)")
            return
        }
        #expect(percent > 5)
        #expect(TrainingDiagnosis.findings(in: Self.prior(steps: 2000) { 1 + 0.02 * (1 - $0) }, Self.settings).isEmpty)
    }

    @Test("A prior that fitted held-out images better before was stopped, or ended early")
    func stopped() {
        var curves = Self.prior(steps: 5000)
        curves.priorChecks = [(2000, 1.2), (5000, 1.209)].map {
            PriorCheck(step: $0, images: 20, heldOut: $1, training: 1.1, error: 0.1)
        }
        #expect(TrainingDiagnosis.findings(in: curves, Self.settings) == [.priorStopped(step: 2000, steps: 5000)])
        curves.priorEarlyEnd = EarlyEnd(bestStep: 2000, steps: 2500, share: 0.5)
        #expect(TrainingDiagnosis.findings(in: curves, Self.settings) == [.priorEndedEarly(step: 2000)])
    }

    @Test("A prior whose loss is clearly higher on held-out images is overfitted, whatever its length")
    func memorised() {
        for steps in [100, 5000] {
            func findings(_ heldOut: Double, error: Double, images: Int = 20) -> [TrainingDiagnosis] {
                TrainingDiagnosis.findings(
                    in: Self.prior(steps: steps, check: (heldOut, 0.8, error, images)), Self.settings)
            }
            guard case .priorOverfitted(let percent)? = findings(1.2, error: 0.02).first else {
                Issue.record("\(findings(1.2, error: 0.02))")
                continue
            }
            #expect(abs(percent - 50) < 1e-9 && findings(1.2, error: 0.02).count == 1)
            let other: [TrainingDiagnosis] = steps == 100 ? [.priorShort(draws: 6400)] : []
            // Chance, a small gap, and too few images to tell.
            #expect(findings(1.2, error: 0.2) == other)
            #expect(findings(0.82, error: 0.001) == other)
            #expect(findings(1.2, error: 0.02, images: 3) == other)
        }
    }

    @Test("A run without a prior or without figures says nothing")
    func nothing() {
        #expect(TrainingDiagnosis.findings(in: TrainingCurves(), Self.settings).isEmpty)
        #expect(TrainingDiagnosis.findings(in: TrainingCurves(), TrainingSettings()).isEmpty)
    }
}
