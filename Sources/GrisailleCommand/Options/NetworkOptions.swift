import ArgumentParser
import Grisaille

extension LikelihoodKind: ExpressibleByArgument {}
extension Binarization: ExpressibleByArgument {}

/// Comma-separated counts, as in `32,32,64,64`.
struct CountList: ExpressibleByArgument {
    let counts: [Int]

    init?(argument: String) {
        let counts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard !counts.isEmpty, counts.allSatisfy({ $0 ?? 0 > 0 }) else { return nil }
        self.counts = counts.compactMap(\.self)
    }
}

/// What model to train.
struct NetworkOptions: ParsableArguments {
    enum ArchitectureName: String, ExpressibleByArgument, CaseIterable {
        case mlp, conv
    }

    @Option(help: "The networks: conv (strided convolutions) or mlp (dense layers). (default: conv)")
    var architecture: ArchitectureName?

    @Option(help: ArgumentHelp("Units of the dense layers, as in 400 or 400,200. (default: mlp 400, conv 256)", valueName: "n,n,…"))
    var hidden: CountList?

    @Option(help: ArgumentHelp("Channels of the conv architecture, each level half the size. (default: 32,32,64,64)", valueName: "n,n,…"))
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

    private func makeArchitecture() throws -> Architecture {
        switch architecture ?? .conv {
        case .mlp:
            if channels != nil { throw ValidationError("--channels belongs to --architecture conv.") }
            return .mlp(hidden: hidden?.counts ?? [400])
        case .conv:
            let hidden = hidden?.counts ?? [256]
            guard hidden.count == 1 else {
                throw ValidationError("--architecture conv has one dense layer: give --hidden one number.")
            }
            return .conv(channels: channels?.counts ?? [32, 32, 64, 64], hidden: hidden[0])
        }
    }

    /// The first option that was given and isn't what a run was started with.
    func conflict(with saved: ModelConfiguration) throws -> String? {
        let given = try makeArchitecture()
        if architecture != nil || hidden != nil || channels != nil, given != saved.architecture {
            return architecture.map { $0.rawValue != saved.architecture.name } ?? false
                ? "--architecture" : hidden != nil ? "--hidden" : "--channels"
        }
        if let latent, latent != saved.latentCount { return "--latent" }
        if let likelihood, likelihood != saved.likelihood { return "--likelihood" }
        if let binarize, binarize != saved.binarization { return "--binarize" }
        return nil
    }
}
