import ArgumentParser

/// The classes of images that come as an array, without folders to tell them.
struct ClassLabelOption: ParsableArguments {
    @Option(help: ArgumentHelp("Class labels of an .npy data set: an .npy of as many integers.", valueName: "file"))
    var labels: String?

    /// The file, where there is one.
    var paths: [String] { [labels].compactMap(\.self) }
}
