import Foundation
import GreyImages
import Kernels
import Platform
import VAE
@testable import Training

/// A run in a folder of its own, which is removed with this object.
final class ToyRun {
    let folder: String
    let images: ImageDataset
    var model: String { folder + "/model.safetensors" }
    var recorder: TrainingFiles { TrainingFiles(model: model) }
    var state: String { recorder.state }
    private(set) var steps: [StepReport] = []
    private(set) var recoveries: [(epoch: Int, learningRateShare: Double)] = []
    private(set) var epochs: [(record: EpochRecord, isBest: Bool)] = []

    convenience init(images: [GreyImage]) throws { try self.init(images: ImageDataset(images: images)) }

    init(images: ImageDataset) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("grisaille-\(UUID().uuidString)").path
        self.images = images
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Starts a run, and stops it after a number of steps.
    @discardableResult
    func start(
        _ configuration: ModelConfiguration = ToyData.configuration(), _ settings: TrainingSettings,
        threads: Int = 2, stoppingAfter limit: Int = .max
    ) throws -> TrainingOutcome {
        var training = try TrainingRun(
            images: images, configuration: configuration, settings: settings, pool: WorkerPool(threads: threads))
        return try watch(&training, stoppingAfter: limit)
    }

    /// Resumes the run, and stops it again after a number of further steps.
    ///
    /// - Parameter spoilt: Whether to resume with weights that are not finite.
    @discardableResult
    func resume(threads: Int = 2, spoilt: Bool = false, stoppingAfter limit: Int = .max) throws -> TrainingOutcome {
        var training = try TrainingRun(
            resuming: spoilt ? spoiltCheckpoint() : recorder.checkpoint(), images: images,
            pool: WorkerPool(threads: threads))
        return try watch(&training, stoppingAfter: limit)
    }

    /// The state file's checkpoint, with parameters that are not finite.
    private func spoiltCheckpoint() throws -> TrainingCheckpoint {
        let file = try SafeTensors(contentsOf: state)
        let checkpoint = try recorder.checkpoint()
        let layout = try VariationalAutoencoder(checkpoint.setup.configuration).layout
        let arenas = try ["parameters.", "first_moment.", "second_moment.", "averaged.", "best."].map { name in
            (name: name, layout: layout, arena: try ModelFile.arena(from: file, layout: layout, prefix: name))
        }
        arenas[0].arena.buffer.fill(.nan)
        return TrainingCheckpoint(
            setup: checkpoint.setup, stage: checkpoint.stage, progress: checkpoint.progress,
            counters: checkpoint.counters, steps: checkpoint.steps, base: nil, arrays: .live(arenas))
    }

    @discardableResult
    func watch(_ training: inout TrainingRun, stoppingAfter limit: Int) throws -> TrainingOutcome {
        var taken = 0
        return try training.run(
            observer: { event in
                try recorder.record(event)
                switch event {
                case .step(let report):
                    taken += 1
                    steps.append(report)
                case .epoch(let record, let isBest): epochs.append((record, isBest))
                case .recovery(let epoch, let share): recoveries.append((epoch, share))
                case .stage, .work, .curves, .earlyEnd, .preview, .checkpoint, .model, .history, .ended: break
                }
            }, shouldStop: { taken >= limit })
    }

    var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
    }

    var modelBytes: [UInt8] {
        get throws { try FileBytes.read(model) }
    }

    /// The history's rows without the seconds, which differ between runs.
    var history: [[String]] {
        get throws {
            try String(decoding: FileBytes.read(model + ".history.csv"), as: UTF8.self).split(separator: "\n").map {
                var cells = $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                cells.remove(at: 2)
                return cells
            }
        }
    }
}
