import ArgumentParser

/// The option for the classes of an array's images, which are not in folders.
struct ClassLabelOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("The classes of an .npy array of N images: an .npy array of N integers.", valueName: "file"))
    var labels: String?

    /// The file as an input, if there is one.
    var paths: [String] { [labels].compactMap(\.self) }
}
