import ArgumentParser
import Foundation
import Grisaille
import Platform

/// Measures the library with the same calls as the commands make, and prints a line of JSON for each phase.
@main
struct GrisailleBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grisaille-bench",
        abstract: "Measure training, encoding, decoding and reading in images per second.",
        discussion: """
            Prints a line of JSON for each phase. A rate is the median over steps or calls.
            The peak is that of large matrix products with as many threads, measured just
            before and after.

            EXAMPLES
              grisaille-bench
              grisaille-bench --workload conv-64 --phase train --batch 7 --threads 1
              grisaille-bench --workload conv-64 --side 28 --channels 24,48
              grisaille-bench --phase png --images folder
              grisaille-bench --phase choose
            """)

    @Option(parsing: .upToNextOption, help: "The networks to measure.")
    var workload = Workload.allCases

    @Option(
        parsing: .upToNextOption,
        help: "What to measure. (default: train, encode, decode; with --images also png)")
    var phase: [Phase] = []

    @OptionGroup(title: "The shapes of the workloads") var shape: ShapeOptions

    @Option(help: ArgumentHelp("The PNGs to read. (default: 2,000 simulated ones)", valueName: "folder"))
    var images: String?

    @Option(
        help: ArgumentHelp("Also write the samples of all PNGs, sorted by path.", valueName: "file"))
    var pixels: String?

    @Option(help: "Threads to use.")
    var threads = Processors.current.count

    @Option(help: "Seconds per phase.")
    var seconds = 5.0

    func validate() throws {
        guard (1...1024).contains(threads) else { throw ValidationError("--threads must be within 1...1024.") }
        guard seconds >= 0, seconds <= 86_400 else { throw ValidationError("--seconds must be within 0...86400.") }
        guard pixels == nil || phases.contains(.png) else { throw ValidationError("--pixels needs --phase png.") }
    }

    private var phases: [Phase] {
        if !phase.isEmpty { return phase }
        return [.train, .encode, .decode] + (images == nil ? [] : [.png])
    }

    func run() throws {
        let pool = WorkerPool(threads: threads)
        let networkPhases = phases.filter { $0.ofNetwork != nil }
        let peakProduct = PeakProduct(pool: pool)
        for workload in networkPhases.isEmpty ? [] : workload {
            let shape = shape.applied(to: workload.shape)
            let benchmark = try NetworkBenchmark(shape, seconds: seconds, pool: pool)
            for phase in networkPhases {
                guard let networkPhase = phase.ofNetwork else { continue }
                let peakBefore = peakProduct.operationsPerSecond()
                let rate = try benchmark.rate(of: networkPhase)
                let peak = max(peakBefore, peakProduct.operationsPerSecond())
                var measurement = Measurement(phase, threads: threads, imagesPerSecond: rate)
                measurement.describe(workload, shape)
                measurement.compare(
                    operations: benchmark.operations(of: networkPhase), imagesPerSecond: rate, peak: peak)
                try print(measurement)
            }
        }
        if phases.contains(.png) {
            let (count, rate) = try PNGBenchmark(seconds: seconds, pool: pool).run(
                folder: images, pixelsPath: pixels)
            var measurement = Measurement(.png, threads: threads, imagesPerSecond: rate)
            measurement.images = count
            try print(measurement)
        }
        if phases.contains(.choose) {
            let benchmark = ChoiceBenchmark(pool: pool)
            for choice in ChoiceBenchmark.cases {
                let seconds = benchmark.seconds(of: choice)
                var measurement = Measurement(
                    .choose, threads: threads, imagesPerSecond: Double(choice.candidates) / seconds)
                measurement.workload = choice.name
                measurement.images = choice.candidates
                measurement.seconds = seconds
                try print(measurement)
            }
        }
    }

    private func print(_ measurement: Measurement) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let line = String(decoding: try encoder.encode(measurement), as: UTF8.self) + "\n"
        // Unbuffered, also into a pipe.
        FileHandle.standardOutput.write(Data(line.utf8))
    }
}
