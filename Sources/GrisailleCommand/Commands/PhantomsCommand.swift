import ArgumentParser
import Grisaille
import Phantoms

extension PhantomKind: ExpressibleByArgument {}

/// `grisaille phantoms`: simulates medical-style images with known factors.
struct PhantomsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phantoms",
        abstract: "Simulate medical-style images with known factors.",
        discussion: """
            Makes chest radiographs, head sections and hand radiographs, each kind in its
            own folder, and labels.csv with the factors of each image. They show no
            patient: use them to try the program.

            EXAMPLES
              grisaille phantoms --output simulated
              grisaille phantoms --output hands --kind hand --count 10 --size 128 \\
                --bit-depth 16
            """)

    @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
    var output: String

    @Option(help: ArgumentHelp("The number of images of each kind.", valueName: "n"))
    var count = 24

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Which kinds to make. (default: all)"))
    var kind: [PhantomKind] = []

    @Option(help: ArgumentHelp("The images' size: N, or WxH.", valueName: "size"))
    var size = ImageSize(width: 64, height: 64)

    @Option(help: ArgumentHelp("8 or 16 bits per pixel.", valueName: "bits"))
    var bitDepth: BitDepth = .eight

    @Option(help: ArgumentHelp("The number of the first image of each kind.", valueName: "n"))
    var first = 0

    @Option(help: ArgumentHelp("Also write all images as one picture.", valueName: "file"))
    var sheet: String?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (1...1_000_000).contains(count) else { throw ValidationError("--count must be within 1...1000000.") }
        guard (0...1_000_000_000).contains(first) else {
            throw ValidationError("--first must be within 0...1000000000.")
        }
        guard size.width >= 8, size.height >= 8 else { throw ValidationError("--size must be at least 8x8.") }
    }

    private struct Result: Encodable {
        var images: Int
        var folder: String
        var files: [String]
        var labels: String
        var sheet: String?
    }

    private static let noImage = GreyImage(
        size: ImageSize(width: 1, height: 1), bitDepth: .eight, samples: [0])

    func run() throws {
        let folder = output
        let outputs = try Outputs(files: [sheet].compactMap(\.self), folders: [folder], force: global.force)
        let kinds = PhantomKind.allCases.filter { kind.isEmpty || kind.contains($0) }
        let generator = PhantomGenerator(seed: global.seed, size: size, bitDepth: bitDepth)
        let orders = kinds.flatMap { kind in (first..<first + count).map { (kind: kind, index: $0) } }
        let shown = sheet == nil ? 0 : SheetRoom.shown(of: orders.count, size: size, global: global)
        let labels = FilePath.join(folder, "labels.csv")
        let files = orders.map { "\($0.kind.rawValue)/\(OutputName.number($0.index)).png" }
        let paths = files.map { FilePath.join(folder, $0) }
        try outputs.makeFolders(for: paths + [labels])
        StopSignal.install()
        let phantoms = try global.makePool().map(orders.count) { number in
            try StopSignal.check()
            let order = orders[number]
            let phantom = generator.phantom(order.kind, index: order.index)
            try phantom.image.writePNG(to: paths[number])
            // Only the sheet asks for the pixels again.
            let kept = Phantom(
                kind: phantom.kind, image: number < shown ? phantom.image : Self.noImage, factors: phantom.factors)
            return (file: files[number], phantom: kept)
        }
        try AtomicFile.write(Array(PhantomLabels.csv(phantoms).utf8), to: labels)
        if let sheet {
            try ContactSheet(images: phantoms.prefix(shown).map(\.phantom.image)).image.writePNG(to: sheet)
        }
        global.wrote(paths, in: folder)
        global.wrote(labels)
        if let sheet { global.wrote(sheet) }
        if global.json {
            try JSONOutput.print(
                Result(images: phantoms.count, folder: folder, files: paths, labels: labels, sheet: sheet))
        }
    }
}
