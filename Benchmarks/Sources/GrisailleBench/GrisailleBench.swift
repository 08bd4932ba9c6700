import ArgumentParser
import Foundation
import Grisaille

/// Measures the library through the very calls that the commands make; prints a JSON line a phase.
@main
struct GrisailleBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grisaille-bench", abstract: "Measure training, encoding and decoding in images a second.")

    enum Phase: String, CaseIterable, ExpressibleByArgument {
        case train, encode, decode
    }

    @Option(parsing: .upToNextOption, help: "The networks to measure.")
    var workload = Workload.allCases

    @Option(parsing: .upToNextOption, help: "What to measure of them.")
    var phase = Phase.allCases

    @Option(help: "Threads to use.")
    var threads = Machine.processorCount

    @Option(help: "Seconds a phase.")
    var seconds = 5.0

    private struct Result: Encodable {
        var workload: String
        var phase: String
        var threads: Int
        var imagesPerSecond: Double
    }

    func run() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        for workload in workload {
            let images = workload.makeImages(count: 32 * workload.batch)
            for phase in phase {
                let rate = try measure(phase, workload, images)
                let result = Result(
                    workload: workload.rawValue, phase: phase.rawValue, threads: threads,
                    imagesPerSecond: (rate * 10).rounded() / 10)
                print(String(decoding: try encoder.encode(result), as: UTF8.self))
            }
        }
    }

    private func measure(_ phase: Phase, _ workload: Workload, _ images: ImageDataset) throws -> Double {
        let pool = WorkerPool(threads: threads)
        if phase == .train { return try trainingRate(workload, images, pool) }
        let network = try VariationalAutoencoder(workload.configuration)
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        let inference = Inference(network: network, parameters: parameters, pool: pool)
        let posteriors = inference.posteriors(of: images)
        return rate(images: images.count) {
            switch phase {
            case .encode: _ = inference.posteriors(of: images)
            case .decode, .train: _ = inference.decode(posteriors.means)
            }
        }
    }

    private func trainingRate(_ workload: Workload, _ images: ImageDataset, _ pool: WorkerPool) throws -> Double {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = TrainingSettings()
        settings.batch = workload.batch
        settings.validationShare = 0
        settings.length = .minutes((seconds + 1) / 60)
        var trainer = try Trainer(
            images: images, configuration: workload.configuration, settings: settings,
            modelPath: folder.appending(path: "model.safetensors").path, pool: pool)
        var rate = 0.0
        _ = try trainer.run(
            observer: { event in
                if case .step(let report) = event { rate = report.imagesPerSecond }
            }, shouldStop: { false })
        return rate
    }

    /// The median over repeated calls.
    private func rate(images: Int, _ body: () -> Void) -> Double {
        var rates: [Double] = []
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end || rates.count < 3 {
            let time = ContinuousClock().measure(body)
            let elapsed = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
            rates.append(Double(images) / elapsed)
        }
        return rates.sorted()[rates.count / 2]
    }
}
