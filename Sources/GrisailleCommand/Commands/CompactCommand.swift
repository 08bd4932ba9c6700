import ArgumentParser
import Grisaille

/// `grisaille compact`: stores a model in half the bytes.
struct CompactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Store a model in half the bytes.",
        discussion: """
            Rounds the parameters to 16-bit floats. Images made with the smaller file
            differ by a grey level here and there.

            EXAMPLES
              grisaille compact --model model.safetensors --output compact.safetensors
            """)

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The model file to write (.safetensors).", valueName: "file"))
    var output: String

    @OptionGroup var global: GlobalOptions

    private struct Result: Encodable {
        var model: String
        var parameters: Int
    }

    func run() throws {
        let outputs = try Outputs(files: [output], inputs: [model.model], force: global.force)
        let model = try model.read()
        try outputs.makeFolders()
        try ModelFile.write(model, precision: .half, to: output)
        global.wrote(output)
        if global.json {
            let parameters =
                model.network.layout.parameterCount + (model.prior.parameters?.layout.parameterCount ?? 0)
            try JSONOutput.print(Result(model: output, parameters: parameters))
        }
    }
}
