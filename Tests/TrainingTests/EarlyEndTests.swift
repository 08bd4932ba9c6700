import Testing
import VAE
@testable import Training

@Suite("The early end of a prior's stage")
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
        let early = try #require(outcome.curves.earlyEnd)
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
        let early = try #require(try whole.start().curves.earlyEnd)
        let before = whole.steps - whole.reports.filter { $0.stage == .prior }.count
        for stop in [early.bestStep, early.steps - 1, early.steps, early.steps + 1] {
            let one = try Self.overfitting()
            try one.start(stoppingAfter: before + stop)
            try one.resume(threads: 1)
            #expect(try one.run.modelBytes == whole.run.modelBytes, "stopped after \(stop) steps of the prior")
            #expect(one.curves.earlyEnd == early)
        }
    }
}
