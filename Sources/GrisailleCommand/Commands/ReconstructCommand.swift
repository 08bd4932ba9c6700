import ArgumentParser
import Grisaille
import Synchronization

/// `grisaille reconstruct`: encodes and decodes images, and compares the results.
struct ReconstructCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconstruct",
        abstract: "Encode and decode images, and compare the results with the originals.",
        discussion: """
            Decodes the posterior mean of every image. Writes the reconstructions under the
            images' names, pairs.png (originals above, reconstructions below), and
            errors.csv with PSNR, SSIM and RMSE. The peak of PSNR and SSIM is the span of
            the levels that the model was trained on.

            EXAMPLES
              grisaille reconstruct images --model model.safetensors --output reconstructed
              grisaille reconstruct images --model model.safetensors --output again --json
            """)

    @Argument(
        help: ArgumentHelp(
            "A folder of PNGs, one PNG, or an .npy array of N images, [N, height, width].", valueName: "images"))
    var images: String

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
    var output: String

    @Option(help: ArgumentHelp("The maximum number of pairs on the sheet.", valueName: "n"))
    var pairs = 24

    @OptionGroup var imageOptions: ImageOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (1...10_000).contains(pairs) else { throw ValidationError("--pairs must be within 1...10000.") }
    }

    private struct Result: Encodable {
        var images: Int
        var meanPSNRDecibels: Double?
        var meanSSIM: Double
        var meanRMSEGreyLevels: Double
        /// The levels whose span is the peak of the ratio.
        var levels: LevelRange
        var folder: String
        var files: [String]
        var sheet: String
        var errors: String
    }

    func run() throws {
        let outputs = try Outputs(folders: [output], inputs: [model.model, images], force: global.force)
        let model = try model.read()
        let dataset = try imageOptions.read(images, for: model, global: global)
        let sheetPath = FilePath.join(output, "pairs.png")
        let errorsPath = FilePath.join(output, "errors.csv")
        let writer = PairWriter(dataset, folder: output)
        try outputs.makeFolders(for: writer.paths + [sheetPath, errorsPath])

        let inference = Inference(model, pool: global.makePool())
        let means = try inference.posteriors(of: dataset, seed: global.seed).means
        let levels = model.configuration.levels
        let errors = Mutex([ImageFidelity?](repeating: nil, count: dataset.count))
        try writer.write(means, inference: inference, pairs: pairs, sheet: sheetPath) { index, image in
            let fidelity = ImageFidelity(of: image, to: dataset.image(at: index), levels: levels)
            errors.withLock { $0[index] = fidelity }
        }
        let fidelities = errors.withLock { $0.compactMap(\.self) }
        try AtomicFile.write(Array(table(dataset, fidelities).utf8), to: errorsPath)
        try report(fidelities, levels, files: writer.paths, sheet: sheetPath, errors: errorsPath)
    }

    private func table(_ dataset: ImageDataset, _ fidelities: [ImageFidelity]) -> String {
        var text = "file,psnr_decibels,ssim,rmse_grey_levels\n"
        for (name, fidelity) in zip(dataset.names, fidelities) {
            text +=
                [
                    TableCell.written(name), Text.fixed(fidelity.peakSignalToNoise, 4),
                    Text.fixed(fidelity.structuralSimilarity, 6), Text.fixed(fidelity.rootMeanSquaredError, 4),
                ].joined(separator: ",") + "\n"
        }
        return text
    }

    private func report(
        _ fidelities: [ImageFidelity], _ levels: LevelRange, files: [String], sheet: String, errors: String
    ) throws {
        let summary = FidelitySummary(fidelities)
        let result = Result(
            images: summary.images, meanPSNRDecibels: summary.peakSignalToNoise,
            meanSSIM: summary.structuralSimilarity, meanRMSEGreyLevels: summary.rootMeanSquaredError, levels: levels,
            folder: output, files: files, sheet: sheet, errors: errors)
        if global.json { return try JSONOutput.print(result) }
        Console.path(sheet)
        Console.path(errors)
        Console.result(
            "\(Text.count(result.images, "image")) in \(output): "
                + "PSNR \(result.meanPSNRDecibels.map { Text.fixed($0, 2) } ?? "infinite") dB, "
                + "SSIM \(Text.fixed(result.meanSSIM, 4)), RMSE \(Text.fixed(result.meanRMSEGreyLevels, 2)) grey levels"
        )
    }
}
