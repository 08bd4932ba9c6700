/// Checks of class names: a class is named for the folder that holds its images.
package enum ClassName {
    /// The longest name of a file or folder on every usual file system, in bytes of UTF-8.
    static let maximumBytes = 255

    /// Why no folder can have the name; nil if one can. The check is of bytes: a slash before a combining mark is a
    /// different character to Swift, but a slash to the system.
    package static func fault(in name: String) -> ConfigurationError.NameFault? {
        let bytes = name.utf8
        if bytes.isEmpty { return .empty }
        if bytes.count <= 2, bytes.allSatisfy({ $0 == UInt8(ascii: ".") }) { return .relative }
        if bytes.contains(UInt8(ascii: "/")) { return .slash }
        if bytes.contains(0) { return .null }
        return bytes.count > maximumBytes ? .tooLong(bytes: bytes.count) : nil
    }

    /// Why no folder should be created with the name; control characters, which would upset a terminal, are faults too.
    package static func faultOfNewFolder(_ name: String) -> ConfigurationError.NameFault? {
        fault(in: name) ?? (name.unicodeScalars.contains { $0.properties.generalCategory == .control } ? .control : nil)
    }

    /// Checks the names of a model's classes.
    ///
    /// - Throws: `ConfigurationError` if one is impossible or two are equal.
    /// - Complexity: O(bytes of all names).
    static func check(_ names: [String]) throws(ConfigurationError) {
        var known: Set<String> = []
        known.reserveCapacity(names.count)
        for name in names {
            if let fault = fault(in: name) { throw .className(name, fault) }
            guard known.insert(name).inserted else { throw .repeatedClass(name) }
        }
    }
}
