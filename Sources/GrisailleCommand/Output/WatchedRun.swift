import ArgumentParser
import Grisaille

/// A training run that is shown at the terminal and can be stopped from there.
struct WatchedRun {
    private var run: TrainingRun
    private let files: TrainingFiles
    private let global: GlobalOptions
    /// When the command began, of which the run's minutes are counted.
    private let begin: ContinuousClock.Instant
    private var picture: ProgressPictureFile?

    init(_ run: TrainingRun, files: TrainingFiles, global: GlobalOptions, begin: ContinuousClock.Instant) {
        self.begin = begin
        self.run = run
        self.files = files
        self.global = global
    }

    /// Also draws a picture of the run.
    mutating func drawPicture() {
        let counts = run.imageCounts
        let remark =
            "\(Text.count(counts.training, "image")) of \(run.images.size), \(run.images.bitDepth.rawValue) bits, to train on; "
            + "\(Text.grouped(counts.validation)) held out"
        picture = ProgressPictureFile(
            path: files.picture,
            picture: ProgressPicture(
                name: FilePath.lastComponent(files.model), remark: remark, pixelCount: run.images.size.pixelCount),
            isResumed: run.isResumed, seed: run.settings.seed, pool: run.pool)
    }

    /// The path of the picture, if one was written.
    var pictureFile: String? { picture?.isWritten == true ? files.picture : nil }

    /// The command line that goes on with the run that this program began.
    static var resumeCommand: String { CommandText.resuming(CommandLine.arguments) }

    /// Runs to the end, or until Ctrl-C.
    mutating func finish() throws -> TrainingOutcome {
        describe()
        StopSignal.install()
        var display = TrainingDisplay(
            pixelCount: run.images.size.pixelCount, length: run.settings.length, stages: run.stages,
            isQuiet: global.quiet)
        defer { display.end() }
        let (files, global) = (files, global)
        var forecast = global.quiet || picture == nil ? nil : ForecastNote(run)
        var picture = self.picture
        defer {
            picture?.finish()
            self.picture = picture
        }
        var progress: ProgressLine?
        defer { progress?.end() }
        return try run.runMeasuringNovelty(
            since: begin,
            observer: { event in
                try files.record(event)
                display.show(event)
                if let note = forecast?.note(for: event) {
                    display.end()
                    Console.note(note)
                }
                picture?.show(event)
            }, shouldStop: { StopSignal.isRequested },
            measuring: { share in
                var line = progress ?? ProgressLine("measuring the radius of novelty", isQuiet: global.quiet)
                defer { progress = line }
                try line.showInterruptibly(share)
            },
            notMeasured: {
                progress?.end()
                Console.warning("the model holds no radius of novelty, because measuring it ended early: \($0)")
            })
    }

    /// What is said and thrown once the result of an interrupted run was reported.
    static func checkWhole(_ outcome: TrainingOutcome) throws {
        guard case .interrupted = outcome.ending else { return }
        Console.note("interrupted; to go on: \(resumeCommand)")
        throw ExitCode(1)
    }

    private func describe() {
        let (images, counts) = (run.images, run.imageCounts)
        let classNames = images.classNames
        let classes = classNames.isEmpty ? "" : " in \(Text.count(classNames.count, "class", plural: "classes"))"
        global.note(
            "\(Text.count(images.count, "image"))\(classes) of \(images.size), \(images.bitDepth.rawValue) bits: "
                + "\(Text.grouped(counts.training)) to train on, \(Text.grouped(counts.validation)) held out; "
                + "\(Text.grouped(run.parameterCount)) parameters, \(Text.count(global.threadCount, "thread"))")
        if run.copiesPerImage > 0 {
            global.note(
                "training also takes \(Text.count(run.copiesPerImage, "varied copy", plural: "varied copies")) of each image, "
                    + "and the prior is told how they vary (--augment none leaves them out)")
        }
    }
}
