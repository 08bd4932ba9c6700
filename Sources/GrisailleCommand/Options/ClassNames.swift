import Grisaille

/// The classes that a model tells apart.
enum ClassNames {
    /// - option: what the user gave the name to.
    /// - Throws: `CommandError` where the model has no such class, or none at all.
    static func classIndex(named name: String, in model: Model, option: String = "--class") throws -> Int {
        let names = model.prior.classNames
        guard !names.isEmpty else { throw CommandError.notConditional(option: option) }
        guard let index = names.firstIndex(of: name) else { throw CommandError.unknownClass(name, known: names) }
        return index
    }

    /// The class of every image, as an index into those that a prior knows; nil of an image of none of them.
    static func indices(of images: ImageDataset, in names: [String]) -> [Int?] {
        guard !images.labels.isEmpty else { return [Int?](repeating: nil, count: images.count) }
        let indices = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        let known = images.classNames.map { indices[$0] }
        return images.labels.map { known[$0] }
    }

    /// The classes as names of folders to make.
    ///
    /// - Throws: `CommandError.noFolderName` where one can't be a folder's: a model or a table may hold anything.
    static func folders(of names: [String]) throws -> [String] {
        for name in names {
            if let fault = ClassName.faultOfNewFolder(name) { throw CommandError.noFolderName(name, fault) }
        }
        return names
    }
}
