import ArgumentParser
import Grisaille

/// Whether pixels are the decoder's mean or drawn from its likelihood.
struct AppearanceOption: ParsableArguments {
    enum Noise: String, ExpressibleByArgument, CaseIterable {
        case mean, draw
    }

    @Option(help: "The pixels: the decoder's mean, or a draw from its likelihood.")
    var noise: Noise = .mean

    func appearance(seed: UInt64) -> Appearance {
        switch noise {
        case .mean: .mean
        case .draw: .draw(seed: seed)
        }
    }
}
