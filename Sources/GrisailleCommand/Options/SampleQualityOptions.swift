import ArgumentParser
import Grisaille

extension Preset: ExpressibleByArgument {}

/// The options of the stages after the autoencoder's, which make samples look real.
struct SampleQualityOptions: ParsableArguments {
    @OptionGroup var prior: PriorOptions

    @Option(
        help: ArgumentHelp(
            """
            Train the decoder beside a discriminator, so that images are sharp, with a gradient this many times as long as \
            the reconstruction's; 0 leaves the stage out. (default: residual 1, else 0)
            """, valueName: "x"))
    var adversarial: Double?

    /// The values that are given instead of the plan's defaults.
    var choices: [TrainingChoice] {
        get throws {
            try [adversarial.map(TrainingChoice.adversarialWeight)].compactMap(\.self) + prior.choices
        }
    }
}
