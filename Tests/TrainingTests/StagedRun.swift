import GreyImages
import Layers
import Platform
import VAE
@testable import Training

/// A run through all stages, in a folder of its own.
final class StagedRun {
    let run: ToyRun
    var settings = StagedRun.short
    /// The model that the file held at the start of each stage.
    private(set) var models: [TrainingStage: Model] = [:]
    private(set) var reports: [StepReport] = []
    private(set) var stages: [TrainingStage] = []
    private(set) var works: [RunWork] = []
    /// The latest figures.
    private(set) var curves = TrainingCurves()
    /// The points of the run at which its model was shown.
    private(set) var previews: [String] = []
    /// The number of steps of all stages in all parts of the run.
    private(set) var steps = 0

    /// Settings that give 6 steps of the autoencoder's stage, 5 of the decoder's and 4 of the prior's for 36 training
    /// images.
    static var short: TrainingSettings {
        var settings = TrainingSettings()
        settings.length = .epochs(2)
        settings.batch = 16
        var sharpening = SharpeningSettings()
        sharpening.batch = 8
        settings.sharpening = sharpening
        var flow = FlowSettings()
        flow.batch = 20
        flow.network = FlowConfiguration(width: 16, blocks: 2, classNames: ["dark", "light"])
        settings.flow = flow
        return settings
    }

    /// A model with a latent map of 4×4 positions, and a scale that all pixels share.
    static let residual = ModelConfiguration(
        architecture: .residual(channels: [6], blocks: [1]), imageSize: ImageSize(width: 8, height: 8),
        bitDepth: .eight, latentCount: 32, latentMap: LatentMap(height: 4, width: 4, channels: 2),
        likelihood: .gaussian, classNames: ["dark", "light"])
    static let conv = ToyData.configuration(.conv(channels: [4, 6], hidden: 10))

    init(classes: Bool = true) throws {
        let images = ToyData.spots(40)
        run = try ToyRun(
            images: classes
                ? ImageDataset(
                    images: images, classNames: ["dark", "light"], labels: images.indices.map { $0 % 2 })
                : ImageDataset(images: images))
    }

    @discardableResult
    func start(
        _ configuration: ModelConfiguration = StagedRun.residual, threads: Int = 2, stoppingAfter limit: Int = .max
    ) throws -> TrainingOutcome {
        var training = try TrainingRun(
            images: run.images, configuration: configuration, settings: settings, pool: WorkerPool(threads: threads))
        return try go(&training, stoppingAfter: limit)
    }

    /// Resumes the run from the state in the folder.
    @discardableResult
    func resume(threads: Int = 2, stoppingAfter limit: Int = .max) throws -> TrainingOutcome {
        var training = try TrainingRun(
            resuming: run.recorder.checkpoint(), images: run.images, pool: WorkerPool(threads: threads))
        return try go(&training, stoppingAfter: limit)
    }

    private func go(_ training: inout TrainingRun, stoppingAfter limit: Int) throws -> TrainingOutcome {
        var taken = 0
        return try training.run(
            observer: { event in
                try run.recorder.record(event)
                switch event {
                case .stage(let stage):
                    stages.append(stage)
                    models[stage] = try? ModelFile.read(run.model)
                case .step(let report):
                    taken += 1
                    steps += 1
                    if report.stage != .autoencoder { reports.append(report) }
                case .work(let work): works.append(work)
                case .curves(let latest): curves = latest
                case .preview(_, let stage, let share): previews.append("\(stage) \(share)")
                case .epoch, .recovery, .earlyEnd, .checkpoint, .model, .history, .ended: break
                }
            }, shouldStop: { taken >= limit })
    }
}
