import ArgumentParser
import Grisaille

/// `grisaille sample`: new images from a model's prior.
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Make new images with a model.",
        discussion: """
            Writes sample-00000.png, sample-00001.png, … and their latents as latents.npy.
            A model that was trained with --conditional makes all its classes in turn, in
            a sub-folder each, or the one that --class names. Image k depends on the
            model, the seed and k alone: a hundred samples begin with the ten that were
            asked for before.

            EXAMPLES
              grisaille sample --model model.safetensors --output samples
              grisaille sample --model model.safetensors --output more --count 64 \\
                --sheet more.png --seed 7
              grisaille sample --model model.safetensors --output typical \\
                --temperature 0.8 --noise draw
              grisaille sample --model classes.safetensors --output heads --class head \\
                --guidance 1.5
            """)

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("How many images to make.", valueName: "n"))
    var count = 16

    @Option(help: ArgumentHelp("The folder to write them to.", valueName: "folder"))
    var output: String

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("Make images of this class alone. (default: all classes in turn)", valueName: "name"))
    var className: String?

    @Option(help: "The spread of the latents: 1 draws from the prior, less gives more typical images.")
    var temperature = 1.0

    @OptionGroup var transport: TransportOptions
    @OptionGroup var appearance: AppearanceOption

    @Option(help: ArgumentHelp("Also write all samples as one picture.", valueName: "file"))
    var sheet: String?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (1...10_000_000).contains(count) else { throw ValidationError("--count must be within 1...10000000.") }
        guard temperature >= 0, temperature <= 100 else {
            throw ValidationError("--temperature must be within 0...100.")
        }
    }

    private struct Result: Encodable {
        var images: Int
        var folder: String
        var latents: String
        var classes: [String]?
        var sheet: String?
        var seed: UInt64
        var temperature: Double
    }

    func run() throws {
        let outputs = try Outputs(
            files: [sheet].compactMap(\.self), folders: [output], inputs: [model.model], force: global.force)
        let model = try model.read()
        let transport = try transport.transport(for: model, default: .samples(of: model))
        let classes = try SampledClasses(model, only: className, count: count)
        try outputs.makeFolders()
        try classes.makeFolders(in: output)
        let pool = global.makePool()
        let latents = try draw(from: PriorSampler(model, pool: pool), classes, transport)
        let latentsPath = FilePath.join(output, "latents.npy")
        try LatentFile.write(latents, to: latentsPath, synced: false)
        try ImageFolderWriter(
            folder: output, prefix: "sample", sheet: sheet, names: { classes.place(of: $0) },
            kinds: classes.names?.count ?? 1, global: global
        ).write(
            latents, inference: Inference(model, pool: pool),
            appearance: appearance.appearance(seed: global.seed))
        global.wrote(latentsPath)
        if global.json {
            try JSONOutput.print(
                Result(
                    images: count, folder: output, latents: latentsPath, classes: classes.names, sheet: sheet,
                    seed: global.seed, temperature: temperature))
        }
    }

    /// Latents that a learned prior takes its time for are drawn some at a time, so that it can be watched and stopped.
    private func draw(
        from sampler: PriorSampler, _ classes: SampledClasses, _ transport: Transport
    ) throws -> Latents {
        StopSignal.install()
        let size = 32 * global.threadCount
        var progress = ProgressLine("drawing latents", total: count, isQuiet: global.quiet)
        var drawn: Latents?
        for start in stride(from: 0, to: count, by: size) {
            try StopSignal.check()
            let range = start..<min(count, start + size)
            let part = sampler.draw(
                range, seed: global.seed, temperature: temperature, classes: range.map(classes.classIndex(of:)),
                transport: transport)
            drawn = drawn.map { $0 + part } ?? part
            progress.show(range.upperBound)
        }
        progress.end()
        return drawn!
    }
}
