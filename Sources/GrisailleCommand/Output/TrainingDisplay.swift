import Grisaille

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Shows a run on standard error: a line that renews itself on a terminal, plain lines every so often in a pipe.
struct TrainingDisplay {
    private let pixelCount: Int
    private let length: TrainingLength
    private let isQuiet: Bool
    private var lastShown: ContinuousClock.Instant?
    private var latestEpoch = ""

    private static let terminalInterval = Duration.milliseconds(100)
    private static let pipeInterval = Duration.seconds(15)

    init(pixelCount: Int, length: TrainingLength, isQuiet: Bool) {
        self.pixelCount = pixelCount
        self.length = length
        self.isQuiet = isQuiet
    }

    mutating func show(_ event: TrainingEvent) {
        guard !isQuiet else { return }
        switch event {
        case .step(let report):
            let interval = Console.isInteractive ? Self.terminalInterval : Self.pipeInterval
            guard lastShown.map({ ContinuousClock.now - $0 >= interval }) ?? true else { return }
            lastShown = .now
            let line = line(report)
            Console.write(Console.isInteractive ? "\r\u{1B}[2K\(line)" : line + latestEpoch + "\n")
        case .epoch(let record, let isBest):
            guard let validation = record.validation else { return }
            let text =
                "validation after epoch \(record.epoch): -ELBO \(nats(validation.negativeELBO)), "
                + "rate \(Text.fixed(validation.rate, 1))\(isBest ? ", the best so far" : "")"
            latestEpoch = "; " + text
            if Console.isInteractive { Console.write("\r\u{1B}[2K\(text)\n") }
        }
    }

    /// Leaves the line that renews itself.
    func end() {
        if Console.isInteractive, !isQuiet { Console.write("\r\u{1B}[2K") }
    }

    private func line(_ report: StepReport) -> String {
        let epochs = if case .epochs(let count) = length { "/\(count)" } else { "" }
        return "epoch \(report.epoch)\(epochs), step \(report.batch)/\(report.batchesPerEpoch), "
            + "\(Text.grouped(Int(report.imagesPerSecond))) images/s, -ELBO \(nats(report.mean.negativeELBO)), "
            + "\(Text.duration(report.secondsLeft)) left"
    }

    private func nats(_ value: Double) -> String {
        "\(Text.fixed(value, 1)) nats (\(Text.fixed(value / (M_LN2 * Double(pixelCount)), 3)) bits/pixel)"
    }
}
