import ArgumentParser
import Foundation

/// Trains and measures the models in `Documentation/Results.md`, and rewrites its figures.
@main
struct GrisailleTable: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grisaille-table",
        abstract: "Compute the figures of Documentation/Results.md again.",
        discussion: """
            This takes hours, and the machine should be idle. It can be stopped at any time:
            results are kept beside the document, and an interrupted training is resumed. A run
            is repeated if its command has changed or its result was deleted. The document is
            rewritten after every run.

            EXAMPLES
              grisaille-table --mnist train-images.npy test-images.npy \\
                --mednist MedNIST/train MedNIST/test
              grisaille-table --only mnist-vamp --mnist train-images.npy test-images.npy
            """)

    @Option(help: "The program to run.")
    var program = ".build/release/grisaille"

    @Option(
        parsing: .upToNextOption,
        help: "MNIST's training and test images, as folders of PNGs or .npy arrays. (default: keep its figures)")
    var mnist: [String] = []

    @Option(parsing: .upToNextOption, help: "MedNIST's training and test images. (default: keep its figures)")
    var mednist: [String] = []

    @Option(parsing: .upToNextOption, help: "The names of the runs. (default: all)")
    var only: [String] = []

    @Option(help: ArgumentHelp("The folder for models and their trainings.", valueName: "folder"))
    var runs = ".build/table"

    @Option(help: ArgumentHelp("The folder for results, one JSON file each.", valueName: "folder"))
    var results = "Documentation/Results"

    @Option(help: ArgumentHelp("The document to rewrite.", valueName: "file"))
    var document = "Documentation/Results.md"

    func validate() throws {
        for (name, paths) in [("--mnist", mnist), ("--mednist", mednist)] where ![0, 2].contains(paths.count) {
            throw ValidationError("\(name) takes the path of the training images and that of the test images.")
        }
        let names = TableSection.all.flatMap(\.runs).map(\.name)
        if let unknown = only.first(where: { !names.contains($0) }) {
            throw ValidationError("There is no run ‘\(unknown)’. The runs are \(names.joined(separator: ", ")).")
        }
    }

    func run() throws {
        let results = ResultStore(runs: runs, results: self.results)
        let page = try ResultsPage(path: document)
        try page.rewrite(with: results)
        for section in TableSection.all {
            let paths = section.data == .mnist ? mnist : mednist
            guard let training = paths.first, let test = paths.last else { continue }
            let runner = TableRunner(program: program, trainingImages: training, testImages: test, results: results)
            for run in section.runs where only.isEmpty || only.contains(run.name) {
                try runner.make(run)
                try page.rewrite(with: results)
            }
        }
    }
}
