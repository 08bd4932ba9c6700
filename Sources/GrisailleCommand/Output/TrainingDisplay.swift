import Grisaille
import Platform

/// Shows a run on standard error: a line that renews itself on a terminal, plain lines at intervals in a pipe.
struct TrainingDisplay {
    private let pixelCount: Int
    private let length: TrainingLength
    private let stages: [TrainingStage]
    private let isQuiet: Bool
    private var stage: TrainingStage?
    private var lastShown: ContinuousClock.Instant?
    private var lastEpochShown: ContinuousClock.Instant?
    private var latestEpoch = ""

    private static let terminalInterval = Duration.milliseconds(100)
    private static let pipeInterval = Duration.seconds(15)
    /// The minimum time between two lines that stay.
    private static let epochInterval = Duration.seconds(5)

    /// - Parameter stages: The stages that are still to be done.
    init(pixelCount: Int, length: TrainingLength, stages: [TrainingStage], isQuiet: Bool) {
        self.stages = stages
        self.pixelCount = pixelCount
        self.length = length
        self.isQuiet = isQuiet
    }

    mutating func show(_ event: TrainingEvent) {
        guard !isQuiet else { return }
        switch event {
        case .stage(let stage):
            end()
            lastShown = nil
            latestEpoch = ""
            self.stage = stage
            if stages.count > 1 { Console.note("stage \(number(of: stage)): \(stage.title)") }
        case .work(let work):
            end()
            if Console.isInteractive { Console.renewLine(work.title) } else { Console.note(work.title) }
        case .step(let report):
            let interval = Console.isInteractive ? Self.terminalInterval : Self.pipeInterval
            guard Self.hasPassed(interval, since: lastShown) else { return }
            lastShown = .now
            if Console.isInteractive {
                Console.renewLine(line(report))
            } else {
                Console.note(line(report) + latestEpoch)
            }
        case .recovery(let epoch, let share):
            if Console.isInteractive { Console.renewLine("") }
            Console.note(
                "the weights had become useless: back to those of \(epoch == 0 ? "the beginning" : "epoch \(epoch)"), with "
                    + "\(Text.fixed(share, 3)) times the learning rate")
        case .epoch(let record, let isBest):
            guard let validation = record.validation else { return }
            let bound = record.validationImportanceBound.map { ", importance-weighted \(bits($0))" } ?? ""
            let text =
                "epoch \(record.epoch): validation -ELBO \(bits(validation.negativeELBO))\(bound), "
                + "rate \(Text.fixed(validation.rate, 1)) nats\(isBest ? ", the best so far" : "")"
            latestEpoch = "; " + text
            guard Console.isInteractive, Self.hasPassed(Self.epochInterval, since: lastEpochShown) else { return }
            lastEpochShown = .now
            Console.renewLine("")
            Console.note(text)
        case .earlyEnd(let early, let stage):
            if Console.isInteractive { Console.renewLine("") }
            Console.note(
                "the \(stage.rawValue) begins to learn its images by heart: back to the weights of step "
                    + "\(Text.grouped(early.bestStep)) of \(Text.grouped(early.steps)), and an early end from there")
        case .curves, .preview, .checkpoint, .model, .history, .ended: break
        }
    }

    /// Clears the line that renews itself.
    func end() {
        if Console.isInteractive, !isQuiet { Console.renewLine("") }
    }

    private static func hasPassed(_ interval: Duration, since instant: ContinuousClock.Instant?) -> Bool {
        instant.map { ContinuousClock.now - $0 >= interval } ?? true
    }

    private func line(_ report: StepReport) -> String {
        let left = timeLeft(report.secondsLeft, report.runSecondsLeft)
        let speed = "\(Text.grouped(Int(report.imagesPerSecond))) images/s"
        switch report.loss {
        case .terms(let mean):
            let epochs = if case .epochs(let count) = length { "/\(count)" } else { "" }
            return "\(stageName)epoch \(report.epoch.number)\(epochs), step "
                + "\(report.epoch.batch)/\(report.epoch.batchCount), \(left), \(speed), -ELBO \(bits(mean.negativeELBO))"
        case .running(let loss):
            let figure =
                report.stage == .decoder
                ? "distortion \(bits(loss))" : "squared error \(Text.fixed(loss, 4)) a dimension"
            return "\(stageName)step \(Text.grouped(report.step)), \(left), \(speed), \(figure)"
        }
    }

    /// The name and number of the stage, if there are several.
    private var stageName: String {
        guard let stage, stages.count > 1 else { return "" }
        return "\(stage.name) (\(number(of: stage))): "
    }

    private func number(of stage: TrainingStage) -> String {
        "\((stages.firstIndex(of: stage) ?? 0) + 1) of \(stages.count)"
    }

    /// The time left of the stage and of the run, if these differ.
    private func timeLeft(_ stageSeconds: Double, _ runSeconds: Double?) -> String {
        let run = runSeconds.map { "\(Text.duration($0)) left of the run" }
        if let run, stages.count == 1 { return run }
        let rest = stage.flatMap(stages.firstIndex).map { stages[($0 + 1)...].map(\.name) } ?? []
        return "\(Text.duration(stageSeconds)) left of this stage, "
            + (run ?? "then the \(rest.joined(separator: " and the "))")
    }

    private func bits(_ nats: Double) -> String {
        "\(Text.fixed(nats / (M_LN2 * Double(pixelCount)), 3)) bits/pixel"
    }
}

extension TrainingStage {
    fileprivate var name: String {
        switch self {
        case .autoencoder: "autoencoder"
        case .decoder: "decoder"
        case .prior: "prior"
        }
    }

    fileprivate var title: String {
        switch self {
        case .autoencoder: "the autoencoder"
        case .decoder: "the decoder, beside a discriminator"
        case .prior: "the flow prior"
        }
    }
}

extension RunWork {
    fileprivate var title: String {
        switch self {
        case .encoding: "encoding the images"
        case .validation: "measuring the held-out images"
        case .activeUnits: "counting the active latents"
        case .calibrating: "calibrating the prior"
        case .novelty: "measuring the radius of novelty"
        }
    }
}
