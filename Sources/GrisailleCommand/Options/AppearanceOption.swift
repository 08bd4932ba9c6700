import ArgumentParser
import Grisaille

/// The option that sets pixels to the decoder's mean or to draws from its likelihood.
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
