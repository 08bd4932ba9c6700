/// Why a file can't be used as a NumPy array, or not as the array that is needed.
package enum NumpyError: Error, Sendable, Hashable {
    case notNumpy(path: String)
    case gitPointer(path: String)
    case truncated(path: String, expected: Int, found: Int)
    case damaged(path: String, reason: String)
    /// The elements have a type that isn't read. `remedy` says how to save others.
    case elementType(path: String, found: String, remedy: String)
    /// The elements have a type that isn't read. If they are saved as `remedy` says, they need a window of levels too.
    case elementTypeWithoutLevels(path: String, found: String, remedy: String)
    case shape(path: String, found: [Int], remedy: String)
    /// The numbers aren't grey levels. They need a window that maps them to levels.
    case needsLevels(path: String, found: String, minimum: Double, maximum: Double)
    /// An image contains infinities or NaN.
    case notFinite(path: String)
    /// All pixels have the same value, so there is no range to map.
    case noRange(path: String)
    /// The archive contains no arrays.
    case noArrays(path: String)
    /// The archive contains no array of that name.
    case noArray(path: String, name: String, known: [String])
    /// The archive contains several suitable arrays.
    case severalArrays(path: String, arrays: [String], example: String)

    package var path: String {
        switch self {
        case .notNumpy(let path), .gitPointer(let path), .truncated(let path, _, _), .damaged(let path, _),
            .elementType(let path, _, _), .elementTypeWithoutLevels(let path, _, _), .shape(let path, _, _),
            .needsLevels(let path, _, _, _), .notFinite(let path), .noRange(let path), .noArrays(let path),
            .noArray(let path, _, _), .severalArrays(let path, _, _):
            path
        }
    }
}

extension NumpyError: ImageProblem {
    package func text(naming name: ImageReadingRemedy.Naming) -> String {
        FilePath.line("\(path): \(reason(naming: name))")
    }

    /// What is wrong and how to solve it, without the path.
    private func reason(naming name: ImageReadingRemedy.Naming) -> String {
        switch self {
        case .notNumpy: "isn't a NumPy array; save it with np.save"
        case .gitPointer: GitPointer.reason
        case .truncated(_, let expected, let found):
            "ends early, with \(found) of its \(expected) bytes; copy it again from where it came"
        case .damaged(_, let reason): "is damaged (\(reason)); copy it again from where it came"
        case .elementType(_, let found, let remedy): "has elements of type \(found); \(remedy)"
        case .elementTypeWithoutLevels(_, let found, let remedy):
            "has elements of type \(found); \(remedy), and read it with \(name([.measuredLevels]))"
        case .shape(_, let found, let remedy): "has the shape \(found); \(remedy)"
        case .needsLevels(_, let found, let minimum, let maximum):
            // Half floats are read as single ones.
            "holds \(found.hasPrefix("float") ? "float" : found) values from \(Self.text(minimum)) to "
                + "\(Self.text(maximum)), which aren't grey levels; \(name([.measuredLevels])) maps that range, "
                + "\(name([.chosenLevels])) another"
        case .notFinite: "holds a value that is infinite or not a number; save np.nan_to_num(array) instead"
        case .noRange:
            "holds only one value, so there is no range to map; give one with \(name([.chosenLevels]))"
        case .noArrays: "holds no NumPy array; unpack an archive of images into a folder, or save arrays with np.savez"
        case .noArray(_, let name, let known):
            "holds no array ‘\(name)’; it holds \(known.joined(separator: ", "))"
        case .severalArrays(let path, let arrays, let example):
            "holds several arrays: \(arrays.joined(separator: ", ")); name one, as in \(path):\(example)"
        }
    }

    private static func text(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? "\(number)" }
}
