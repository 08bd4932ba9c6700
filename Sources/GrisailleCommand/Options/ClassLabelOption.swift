import ArgumentParser

/// The option for the classes of an array's images, which are not in folders.
struct ClassLabelOption: ParsableArguments {
    @Option(help: ArgumentHelp("Class labels of an .npy data set: an .npy of as many integers.", valueName: "file"))
    var labels: String?

    /// The file as an input, if there is one.
    var paths: [String] { [labels].compactMap(\.self) }
}
