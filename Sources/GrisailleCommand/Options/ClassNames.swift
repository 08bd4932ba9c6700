import Grisaille

/// The names of classes, as options and folders have them.
enum ClassNames {
    /// The index of a class among those of a model.
    ///
    /// - Parameter option: The option that named the class.
    /// - Throws: `CommandError.notConditional` if the model knows no classes, `SamplingError.unknownClass`.
    static func classIndex(named name: String, in model: Model, option: String = "--class") throws -> Int {
        guard !model.prior.classNames.isEmpty else { throw CommandError.notConditional(option: option) }
        return try model.prior.classIndex(named: name)
    }

    /// Checks that classes can be the names of new folders.
    ///
    /// - Throws: `CommandError.noFolderName` if one can't: a model or a table may hold any name.
    static func folders(of names: [String]) throws -> [String] {
        for name in names {
            if let fault = ClassName.faultOfNewFolder(name) { throw CommandError.noFolderName(name, fault) }
        }
        return names
    }
}
