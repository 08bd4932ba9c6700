import ArgumentParser
import Grisaille

extension LikelihoodKind: ExpressibleByArgument {}
extension Binarization: ExpressibleByArgument {}

/// What model to train.
struct NetworkOptions: ParsableArguments {
    enum ArchitectureName: String, ExpressibleByArgument, CaseIterable {
        case mlp, conv
    }

    @Option(help: "The networks: conv (strided convolutions) or mlp (dense layers). (default: conv)")
    var architecture: ArchitectureName?

    @Option(
        help: ArgumentHelp(
            "Units of the dense layers, as in 400 or 400,200. (default: mlp 400, conv 256)", valueName: "n,n,…"))
    var hidden: CountList?

    @Option(
        help: ArgumentHelp(
            "Channels of the conv architecture, each level half the size. (default: 32,32,64,64)",
            valueName: "n,n,…"))
    var channels: CountList?

    @Option(help: ArgumentHelp("Dimensions of the latent. (default: 32)", valueName: "n"))
    var latent: Int?

    @Option(help: "How pixels are distributed: logistic (grey levels) or bernoulli (two levels). (default: logistic)")
    var likelihood: LikelihoodKind?

    @Option(help: "Make images binary: none, or dynamic (each pixel drawn anew). (default: none)")
    var binarize: Binarization?

    /// The configuration for a data set.
    func configuration(for images: ImageDataset) throws -> ModelConfiguration {
        ModelConfiguration(
            architecture: try makeArchitecture(), imageSize: images.size, bitDepth: images.bitDepth,
            latentCount: latent ?? 32, likelihood: likelihood ?? .logistic, binarization: binarize ?? .none,
            classNames: images.classNames)
    }

    func makeArchitecture() throws -> Architecture {
        switch architecture ?? .conv {
        case .mlp:
            if channels != nil { throw CommandError.usage("--channels belongs to --architecture conv") }
            return .mlp(hidden: hidden?.counts ?? [400])
        case .conv:
            let hidden = hidden?.counts ?? [256]
            guard hidden.count == 1 else {
                throw CommandError.usage("--architecture conv has one dense layer: give --hidden one number")
            }
            return .conv(channels: channels?.counts ?? [32, 32, 64, 64], hidden: hidden[0])
        }
    }

    /// Checks what can be checked before any image is read.
    ///
    /// - size: that of the images, where it is known.
    func check(size: ImageSize?) throws {
        let configuration = ModelConfiguration(
            architecture: try makeArchitecture(), imageSize: size ?? ImageSize(width: 8192, height: 8192),
            bitDepth: .eight, latentCount: latent ?? 32, likelihood: likelihood ?? .logistic,
            binarization: binarize ?? .none)
        do {
            try configuration.validate()
        } catch ConfigurationError.outOfRange("number of convolutions", let count, let range) {
            throw CommandError.usage(
                "--channels names \(count) convolutions; there are \(range.lowerBound) to \(range.upperBound)")
        } catch ConfigurationError.outOfRange("number of hidden layers", let count, let range) {
            throw CommandError.usage(
                "--hidden names \(count) layers; there are \(range.lowerBound) to \(range.upperBound)")
        } catch ConfigurationError.outOfRange(let name, _, let range) {
            throw CommandError.usage("--\(name) must be within \(range.lowerBound)...\(range.upperBound)")
        } catch {
            throw CommandError.usage("\(error)")
        }
    }

    /// The first option that was given and isn't what a run was started with.
    func conflict(with saved: ModelConfiguration) -> String? {
        if let architecture, architecture.rawValue != saved.architecture.name { return "--architecture" }
        switch saved.architecture {
        case .mlp(let units):
            if channels != nil { return "--channels" }
            if let hidden, hidden.counts != units { return "--hidden" }
        case .conv(let outputs, let units):
            if let channels, channels.counts != outputs { return "--channels" }
            if let hidden, hidden.counts != [units] { return "--hidden" }
        }
        if let latent, latent != saved.latentCount { return "--latent" }
        if let likelihood, likelihood != saved.likelihood { return "--likelihood" }
        if let binarize, binarize != saved.binarization { return "--binarize" }
        return nil
    }
}
