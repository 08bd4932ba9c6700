import ArgumentParser
import Grisaille

/// A training run that is shown at the terminal and can be stopped from there.
struct WatchedRun {
    private var run: TrainingRun
    private let files: TrainingFiles
    private let images: ImageDataset
    private let settings: TrainingSettings
    private let global: GlobalOptions
    private let pool: WorkerPool
    /// When the command began, of which the run's minutes are counted.
    private let begin: ContinuousClock.Instant

    init(
        _ run: TrainingRun, files: TrainingFiles, images: ImageDataset, settings: TrainingSettings, pool: WorkerPool,
        global: GlobalOptions, begin: ContinuousClock.Instant
    ) {
        self.begin = begin
        self.pool = pool
        self.run = run
        self.files = files
        self.images = images
        self.settings = settings
        self.global = global
    }

    /// The command line that goes on with the run that this program began.
    static var resumeCommand: String { CommandText.resuming(CommandLine.arguments) }

    /// Runs to the end, or until Ctrl-C.
    mutating func finish() throws -> TrainingOutcome {
        describe()
        StopSignal.install()
        var display = TrainingDisplay(
            pixelCount: images.size.pixelCount, length: settings.length, stages: run.stages, isQuiet: global.quiet)
        defer { display.end() }
        let (files, images, pool, global) = (files, images, pool, global)
        let (training, heldOut) = (run.split.training, run.split.validation)
        return try run.run(
            since: begin,
            completionSeconds: NoveltyJudge.expectedSeconds(images, training: training, heldOut: heldOut, pool: pool),
            observer: { event in
                try files.record(event)
                display.show(event)
            }, shouldStop: { StopSignal.isRequested },
            completed: { model, split, posteriors in
                display.end()
                var facts = model.facts
                facts.novelty = Self.novelty(
                    of: model, images, split, posteriors: posteriors, pool: pool, global: global)
                return facts
            })
    }

    /// How near held-out images come to those trained on; nil where none are held out, or where it was interrupted: the model
    /// is whole without, and what needs the radius measures it.
    private static func novelty(
        of model: Model, _ images: ImageDataset, _ split: DataSplit, posteriors: Posteriors?, pool: WorkerPool,
        global: GlobalOptions
    ) -> NoveltyCalibration? {
        if !Console.isInteractive { global.note("measuring the radius of novelty") }
        var progress = ProgressLine("measuring the radius of novelty", isQuiet: global.quiet)
        defer { progress.end() }
        do {
            return try NoveltyJudge.calibrate(
                images, training: split.training, heldOut: split.validation, inference: Inference(model, pool: pool),
                posteriors: posteriors, pool: pool
            ) { try progress.showInterruptibly($0) }
        } catch {
            global.note("the model holds no radius of novelty, whose measuring ended early: \(error)")
            return nil
        }
    }

    /// What is said and thrown once the result of an interrupted run was reported.
    static func checkWhole(_ outcome: TrainingOutcome) throws {
        guard case .interrupted = outcome.ending else { return }
        Console.note("interrupted; to go on: \(resumeCommand)")
        throw ExitCode(1)
    }

    private func describe() {
        let counts = run.imageCounts
        let classNames = images.classNames
        let classes = classNames.isEmpty ? "" : " in \(Text.count(classNames.count, "class", plural: "classes"))"
        global.note(
            "\(Text.count(images.count, "image"))\(classes) of \(images.size), \(images.bitDepth.rawValue) bits: "
                + "\(Text.grouped(counts.training)) to train on, \(Text.grouped(counts.validation)) held out; "
                + "\(Text.grouped(run.parameterCount)) parameters, \(Text.count(global.threadCount, "thread"))")
    }
}
