import ArgumentParser
import Grisaille

/// The option for the model that a command uses.
struct ModelOption: ParsableArguments {
    @Option(help: ArgumentHelp("The model file (.safetensors).", valueName: "file"))
    var model: String

    func read() throws -> Model { try ModelFile.read(model) }
}
