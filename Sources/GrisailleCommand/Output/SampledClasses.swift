import Grisaille

/// Of which class each sample is, and where it is written.
struct SampledClasses {
    /// The classes that take turns; nil of a model that knows none.
    let names: [String]?
    private let indices: [Int]
    private let count: Int
    private let hasFolders: Bool

    /// - only: the one class to draw; nil for all.
    init(_ model: Model, only: String?, count: Int) throws {
        self.count = count
        let known = model.prior.classNames
        if let only {
            indices = [try ClassNames.classIndex(named: only, in: model)]
            names = [only]
            hasFolders = false
        } else {
            indices = Array(known.indices)
            names = known.isEmpty ? nil : try ClassNames.folders(of: known)
            hasFolders = !known.isEmpty
        }
    }

    func classIndex(of sample: Int) -> Int? { indices.isEmpty ? nil : indices[sample % indices.count] }

    func makeFolders(in output: String) throws {
        guard hasFolders, let names else { return }
        for name in names { try Folder.create(FilePath.join(output, name)) }
    }

    /// Where in the output folder sample k goes, without prefix and number: its class's folder, and its number there.
    func place(of sample: Int) -> (folder: String?, number: Int) {
        guard hasFolders, let names else { return (nil, sample) }
        return (names[sample % names.count], sample / names.count)
    }
}
