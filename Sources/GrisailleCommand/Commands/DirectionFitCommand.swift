import ArgumentParser
import Grisaille

/// `grisaille direction fit`: fits the direction along which an attribute of images grows.
struct DirectionFitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Fit the direction along which an attribute of images grows.",
        discussion: """
            The attribute is a column of a table with a row per image, separated by commas,
            semicolons or tabs: numbers, or two different values. Four fifths of the images
            are fitted. On the others the result tells how well the attribute can be read
            off a latent: R² for numbers (1 is perfect, 0 useless), the area under the ROC
            curve for two values (1 is perfect, 0.5 chance). Images without a value, or
            with a mark such as NA, are left out.

            EXAMPLES
              grisaille direction fit images --labels labels.csv:scaleRatio \\
                --model model.safetensors --output scale.safetensors
              grisaille direction fit images --labels labels.csv:isRightHand \\
                --model model.safetensors --output right.safetensors --json
            """)

    @Argument(
        help: ArgumentHelp("A folder of PNGs, or an .npy array of N images, [N, height, width].", valueName: "images"))
    var images: String

    @OptionGroup var model: ModelOption

    @Option(
        help: ArgumentHelp(
            "A table and its column; the column ‘file’ names the images.",
            valueName: "file.csv:column"))
    var labels: LabelOption

    @Option(help: ArgumentHelp("The direction's file to write (.safetensors).", valueName: "file"))
    var output: String

    @OptionGroup var imageOptions: ImageOptions
    @OptionGroup var global: GlobalOptions

    private struct Result: Encodable {
        var direction: String
        var attribute: String
        var values: [String]?
        var fittedImages: Int
        var heldOutImages: Int
        var heldOutRSquared: Double?
        var heldOutAreaUnderCurve: Double?
    }

    func run() throws {
        let outputs = try Outputs(files: [output], inputs: [model.model, images, labels.path], force: global.force)
        let model = try model.read()
        let dataset = try imageOptions.read(images, for: model, global: global)
        let values = try labels.column(for: dataset).values()
        let known = values.known
        let attribute: Attribute
        do throws(Attribute.Failure) {
            attribute = try Attribute(values)
        } catch {
            throw CommandError.attribute(path: labels.path, column: labels.column, reason: "\(error)")
        }
        if known.count < dataset.count {
            global.note(
                "\(Text.count(dataset.count - known.count, "image")) without a value of ‘\(labels.column)’ left out")
        }
        let means = try Inference(model, pool: global.makePool())
            .posteriors(of: dataset, indices: known, seed: global.seed).means
        try PrincipalComponents.requireMemory(dimension: means.dimension)
        let direction = LatentDirection(means, attribute, seed: global.seed)
        try outputs.makeFolders()
        try direction.write(attribute: labels.column, to: output)
        warn(of: direction)
        let isBinary = direction.values != nil
        if global.json {
            return try JSONOutput.print(
                Result(
                    direction: output, attribute: labels.column, values: direction.values,
                    fittedImages: direction.fit.images, heldOutImages: direction.fit.heldOutImages,
                    heldOutRSquared: isBinary ? nil : direction.fit.heldOutScore,
                    heldOutAreaUnderCurve: isBinary ? direction.fit.heldOutScore : nil))
        }
        Console.path(output)
        let score = direction.fit.heldOutScore.map { Text.fixed($0, 3) } ?? "unknown, as these are all alike"
        let growing = direction.values.map { "‘\(labels.column)’ from \($0[0]) to \($0[1])" } ?? "‘\(labels.column)’"
        Console.result(
            "\(growing): \(isBinary ? "area under the curve" : "R²") on "
                + "\(Text.count(direction.fit.heldOutImages, "held-out image")) \(score)")
    }

    /// The minimum number of held-out images for a reliable score, and the minimum scores of a useful direction.
    private static let fewestHeldOut = 20
    private static let minimumRSquared = 0.1
    private static let minimumAreaUnderCurve = 0.6

    private func warn(of direction: LatentDirection) {
        if direction.fit.heldOutImages < Self.fewestHeldOut {
            Console.warning(
                "\(Text.count(direction.fit.heldOutImages, "held-out image")) can't tell how well ‘\(labels.column)’ is read "
                    + "off latents: the figure may be far off; give more images with a value")
        }
        let least = direction.values == nil ? Self.minimumRSquared : Self.minimumAreaUnderCurve
        if let score = direction.fit.heldOutScore, score < least {
            Console.warning(
                "‘\(labels.column)’ can hardly be read off this model's latents: what the direction changes may be "
                    + "something else; give more images, or train a model with more latents or for longer")
        }
    }
}
