import ArgumentParser
import Grisaille

extension Preset: ExpressibleByArgument {}

/// The stages that follow the autoencoder's: what makes samples pass for real.
struct SampleQualityOptions: ParsableArguments {
    @OptionGroup var prior: PriorOptions

    @Option(
        help: ArgumentHelp(
            """
            Train the decoder beside a discriminator at last, so that images are sharp: its gradient's length in that \
            of the reconstruction's; 0 leaves it out. (default: residual 1, else 0)
            """, valueName: "x"))
    var adversarial: Double?

    /// - isDefault: whether it is done where nobody says anything.
    func sharpening(isDefault: Bool, preset: Preset) -> SharpeningSettings? {
        let weight = adversarial ?? (isDefault ? preset.sharpening.weight : 0)
        guard weight != 0 else { return nil }
        var settings = preset.sharpening
        settings.weight = weight
        return settings
    }

    /// The first option that was given and isn't what a run was started with.
    func conflict(with saved: TrainingSettings) -> String? {
        if let adversarial, adversarial != saved.sharpening?.weight ?? 0 { return "--adversarial" }
        return prior.conflict(with: saved.flow)
    }
}
