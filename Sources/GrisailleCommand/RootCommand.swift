import ArgumentParser
import Grisaille

/// The `grisaille` command.
@main
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grisaille",
        abstract: "Variational autoencoders for greyscale images: train, sample, interpolate, evaluate.",
        discussion: """
            Trains a model of a folder of greyscale PNGs, makes new images with it, and
            measures their quality.

            EXAMPLES
              grisaille phantoms --output phantoms --count 300
              grisaille train phantoms --model phantoms.safetensors --minutes 0.2
              grisaille sample --model phantoms.safetensors --output new

            EXIT CODES
              0   success
              1   another failure, or training that was interrupted and can be resumed
              64  wrong usage
              65  bad data: an image, array or model that can't be used
              66  a missing input
              71  not enough memory
              73  an output that can't be created, exists already, or is being written by another
            """,
        version: GrisailleVersion.current,
        subcommands: [
            TrainCommand.self, PriorCommand.self, EncodeCommand.self, DecodeCommand.self, ReconstructCommand.self,
            SampleCommand.self, TopUpCommand.self, InterpolateCommand.self, TranslateCommand.self,
            TraverseCommand.self, DirectionCommand.self, MapCommand.self, EvaluateCommand.self, InfoCommand.self,
            CompactCommand.self, PhantomsCommand.self,
        ])

    static func main() {
        StandardStreams.fillGaps()
        StopSignal.outlivePipesAndLimits()
        do {
            try EmptyArguments.check(Array(CommandLine.arguments.dropFirst()))
            var command = try parseAsRoot()
            try command.run()
            try Console.finish()
        } catch {
            Failure.exit(with: error)
        }
    }
}
