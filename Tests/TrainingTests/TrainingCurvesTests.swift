import Foundation
import GreyImages
import Kernels
import Layers
import Platform
import Testing
import VAE
@testable import Training

@Suite("The figures of a run")
struct TrainingCurvesTests {
    /// The figures without the seconds, which differ between runs.
    private static func untimed(_ curves: TrainingCurves) -> TrainingCurves {
        var curves = curves
        for index in curves.epochs.indices { curves.epochs[index].seconds = 0 }
        return curves
    }

    private static let points = [
        "autoencoder 1.0", "decoder 1.0", "prior 0.25", "prior 0.5", "prior 0.75", "prior 1.0",
    ]

    @Test("A run gives the figures of all its stages, and its models at some points")
    func whole() throws {
        let one = try StagedRun()
        let outcome = try one.start()
        let curves = one.curves
        #expect(outcome.curves == curves)
        #expect(curves.epochs.map(\.epoch) == [1, 2] && curves.epochs.last?.validation != nil)
        #expect(curves.decoder?.points.count == 5 && curves.prior?.points.count == 4)
        #expect(curves.priorChecks.map(\.step) == [1, 2, 3, 4])
        #expect(curves.priorChecks.allSatisfy { $0.images == 4 && $0.isPossible && $0.error > 0 })
        #expect(one.previews == Self.points)
    }

    @Test("The prior's held-out losses are the same for any number of threads")
    func threads() throws {
        let checks = try [1, 2, 3].map { threads in
            let one = try StagedRun()
            try one.start(threads: threads)
            return one.curves.priorChecks
        }
        #expect(checks[0].count == 4 && checks[1] == checks[0] && checks[2] == checks[0])
        #expect(Set(checks[0].map(\.heldOut)).count > 1)
    }

    @Test("A run that is stopped anywhere and resumed gives the same figures")
    func resumed() throws {
        let whole = try StagedRun()
        try whole.start()
        for stop in [3, 6, 8, 11, 12, 13, 14] {
            let one = try StagedRun()
            try one.start(stoppingAfter: stop)
            try one.resume(threads: 1)
            #expect(Self.untimed(one.curves) == Self.untimed(whole.curves), "stopped after \(stop) steps")
            #expect(one.previews == Self.points, "stopped after \(stop) steps")
        }
    }

    @Test(
        "The prior keeps the weights that fit held-out images best, and ends early, unless they are few or hardly fit worse"
    )
    func kept() {
        func checks(_ losses: [Double], images: Int) -> [PriorCheck] {
            losses.enumerated().map {
                PriorCheck(step: $0 + 1, images: images, heldOut: $1, training: 1, error: 0.01)
            }
        }
        func kept(_ losses: [Double], images: Int = 20) -> Int? {
            var curves = TrainingCurves()
            curves.priorChecks = checks(losses, images: images)
            return curves.keptCheck?.step
        }
        #expect(kept([]) == nil)
        #expect(kept([1.5, 1.2, 1.1]) == 3)
        #expect(kept([1.5, 1.2, 1.3]) == 2)
        #expect(kept([1.5, 1.2, 1.201]) == 3)
        #expect(kept([1.5, 1.2, 1.3], images: 7) == 3)
        func ending(_ losses: [Double], images: Int = 20) -> Int? {
            var curves = TrainingCurves()
            curves.priorChecks = checks(losses, images: images)
            return curves.endingCheck?.step
        }
        #expect(ending([1.5, 1.2, 1.1]) == nil && ending([1.5, 1.2, 1.209]) == nil)
        #expect(ending([1.5, 1.2, 1.213]) == 2 && ending([1.5, 1.2, 1.3], images: 7) == nil)
    }

    @Test("A state file without figures still opens, and one with impossible figures doesn't")
    func stateFiles() throws {
        let one = try StagedRun()
        try one.start(stoppingAfter: 13)
        let state = try SafeTensors(contentsOf: one.run.state)
        let text = try #require(state.metadata["progress"])
        var progress = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let curves = try #require(progress["curves"] as? [String: Any])
        func replace(_ curves: [String: Any]?) throws {
            progress["curves"] = curves
            var metadata = state.metadata
            metadata["progress"] = String(
                decoding: try JSONSerialization.data(withJSONObject: progress), as: UTF8.self)
            try SafeTensors.write([], metadata: metadata, to: one.run.state)
        }
        for (key, change) in [
            ("prior", { (curve: inout [String: Any]) in curve["stride"] = 0 }),
            ("prior", { $0["points"] = [Double](repeating: 1, count: 500) }),
            ("decoder", { $0["start"] = -1 }),
        ] as [(String, (inout [String: Any]) -> Void)] {
            var wrong = curves
            var curve = try #require(wrong[key] as? [String: Any])
            change(&curve)
            wrong[key] = curve
            try replace(wrong)
            let error = #expect(throws: ModelFileError.self) { try one.run.recorder.checkpoint() }
            #expect("\(error!)".contains("impossible"))
        }
        try replace(nil)
        let older = try ModelFile.metadata(
            "progress", of: SafeTensors(contentsOf: one.run.state), as: TrainingProgress.self, path: one.run.state)
        #expect(older.curves == nil && older.isPossible && older.batch == 2)
    }

    @Test("Without held-out images the prior isn't measured")
    func noneHeldOut() throws {
        let one = try StagedRun()
        one.settings.validationShare = 0
        try one.start()
        #expect(one.curves.priorChecks.isEmpty && one.curves.prior != nil)
    }

    @Test("The loss of a flow that stands still is the latents' and the noise's variance")
    func loss() throws {
        let dimension = 12
        let network = try VelocityNetwork(
            FlowConfiguration(width: 16, blocks: 1), latentMap: nil, latentCount: dimension)
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        let means = Buffer(count: 40 * dimension)
        RandomStream(seed: 1, purpose: .tests).fillNormal(means)
        // The second half of the images are like the first half.
        let half = Array(means.values.prefix(20 * dimension))
        func check(_ shift: Float, seed: UInt64) throws -> PriorCheck {
            let posteriors = Posteriors(
                means: Latents(dimension: dimension, values: half + half.map { $0 + shift }),
                logVariances: Latents(
                    dimension: dimension, values: [Float](repeating: -20, count: 40 * dimension)))
            return try #require(
                PriorValidation(
                    network, parameters: parameters,
                    images: .init(
                        posteriors: posteriors, split: DataSplit(training: Array(0..<20), validation: Array(20..<40))),
                    seed: seed, pool: WorkerPool(threads: 2))
            ).check(step: 5)
        }
        let same = try check(0, seed: 1)
        #expect(same.heldOut == same.training && same.error == 0 && same.images == 20 && same.step == 5)
        #expect(abs(same.training - 2) < 0.3)
        let apart = try check(3, seed: 1)
        #expect(apart.training == same.training && apart.heldOut > same.heldOut + 5)
        #expect(apart.heldOut - apart.training > 3 * apart.error && apart.error > 0)
        #expect(try check(0, seed: 2).training != same.training)
    }
}
