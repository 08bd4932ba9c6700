import ArgumentParser
import Grisaille

/// `grisaille encode`: writes the posterior means of images.
struct EncodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Turn images into latents.",
        discussion: """
            Writes the posterior means of N images as an .npy array, [N, latents], that NumPy
            opens, and beside it a .csv that maps its rows to files and classes.

            EXAMPLES
              grisaille encode images --model model.safetensors --output latents.npy
              grisaille encode images --model model.safetensors --output latents.npy \\
                --log-variance --force
            """)

    @Argument(
        help: ArgumentHelp(
            "A folder of PNGs, one PNG, or an .npy array of N images, [N, height, width].", valueName: "images"))
    var images: String

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The .npy file to write.", valueName: "file"))
    var output: String

    @Flag(help: "Also write the posteriors' log variances, as NAME.log-variance.npy.")
    var logVariance = false

    @OptionGroup var imageOptions: ImageOptions
    @OptionGroup var classLabels: ClassLabelOption
    @OptionGroup var global: GlobalOptions

    private struct Result: Encodable {
        var images: Int
        var latents: Int
        var means: String
        var rows: String
        var logVariances: String?
    }

    func run() throws {
        let stem = FilePath.hasExtension(output, "npy") ? FilePath.withoutExtension(output) : output
        let rowsPath = stem + ".csv"
        let logVariancePath = logVariance ? stem + ".log-variance.npy" : nil
        let written = [output, rowsPath, logVariancePath].compactMap(\.self)
        let outputs = try Outputs(
            files: written, inputs: [model.model, images] + classLabels.paths, force: global.force)
        let model = try model.read()
        let dataset = try imageOptions.read(images, labels: classLabels, for: model, global: global)
        try outputs.makeFolders()
        let posteriors = try Inference(model, pool: global.makePool()).posteriors(of: dataset, seed: global.seed)
        try LatentFile.write(posteriors.means, to: output)
        try AtomicFile.write(Array(rows(of: dataset).utf8), to: rowsPath)
        if let logVariancePath { try LatentFile.write(posteriors.logVariances, to: logVariancePath) }
        for path in written { global.wrote(path) }
        if global.json {
            try JSONOutput.print(
                Result(
                    images: dataset.count, latents: model.configuration.latentCount, means: output, rows: rowsPath,
                    logVariances: logVariancePath))
        }
    }

    private func rows(of dataset: ImageDataset) -> String {
        var text = "row,file,class\n"
        for (row, name) in dataset.names.enumerated() {
            let className = dataset.labels.isEmpty ? "" : dataset.classNames[dataset.labels[row]]
            text += "\(row),\(TableCell.written(name)),\(TableCell.written(className))\n"
        }
        return text
    }
}
