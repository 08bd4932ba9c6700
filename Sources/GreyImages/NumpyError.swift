/// Why a file isn't an array that can be used, or not the array that is wanted.
public enum NumpyError: Error, Sendable, Hashable, CustomStringConvertible {
    case notNumpy(path: String)
    case gitPointer(path: String)
    case truncated(path: String, expected: Int, found: Int)
    case damaged(path: String, reason: String)
    case elementType(path: String, found: String, remedy: String)
    case shape(path: String, found: [Int], remedy: String)
    /// Numbers that are no grey levels unless a window of them is mapped.
    case needsLevels(path: String, found: String, minimum: Double, maximum: Double)
    /// An image that holds infinities or NaN.
    case notFinite(path: String)
    /// Images of one value alone, whose range can't be mapped.
    case noRange(path: String)
    /// An archive without arrays.
    case noArrays(path: String)
    /// An archive without an array of that name.
    case noArray(path: String, name: String, known: [String])
    /// An archive of which it isn't clear which array is meant.
    case severalArrays(path: String, arrays: [String], example: String)

    public var path: String {
        switch self {
        case .notNumpy(let path), .gitPointer(let path), .truncated(let path, _, _), .damaged(let path, _),
            .elementType(let path, _, _), .shape(let path, _, _), .needsLevels(let path, _, _, _), .notFinite(let path),
            .noRange(let path),
            .noArrays(let path), .noArray(let path, _, _), .severalArrays(let path, _, _):
            path
        }
    }

    /// The trouble and its remedy without the path.
    public var reason: String {
        switch self {
        case .notNumpy: "isn't a NumPy array; save it with np.save"
        case .gitPointer: GitPointer.reason
        case .truncated(_, let expected, let found):
            "ends early, with \(found) of its \(expected) bytes; copy it again from where it came"
        case .damaged(_, let reason): "is damaged (\(reason)); copy it again from where it came"
        case .elementType(_, let found, let remedy): "has elements of type \(found); \(remedy)"
        case .shape(_, let found, let remedy): "has the shape \(found); \(remedy)"
        case .needsLevels(_, let found, let minimum, let maximum):
            // Half floats are read as single ones.
            "holds \(found.hasPrefix("float") ? "float" : found) values from \(Self.text(minimum)) to \(Self.text(maximum)), which are no grey levels; "
                + "--levels auto maps that range, --levels=MIN:MAX another"
        case .notFinite: "holds a value that is infinite or not a number; save np.nan_to_num(array) instead"
        case .noRange: "holds one value alone, so that there is no range to map; name one with --levels=MIN:MAX"
        case .noArrays: "holds no NumPy array; unpack an archive of images into a folder, or save arrays with np.savez"
        case .noArray(_, let name, let known):
            "holds no array ‘\(name)’; it holds \(known.joined(separator: ", "))"
        case .severalArrays(let path, let arrays, let example):
            "holds several arrays: \(arrays.joined(separator: ", ")); name one, as in \(path):\(example)"
        }
    }

    public var description: String { "\(FilePath.line(path)): \(reason)" }

    private static func text(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? "\(number)" }
}
