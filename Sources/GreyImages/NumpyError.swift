/// Why a file isn't an array that can be used, or not the array that is wanted.
public enum NumpyError: Error, Sendable, Hashable, CustomStringConvertible {
    case notNumpy(path: String)
    case truncated(path: String, expected: Int, found: Int)
    case damaged(path: String, reason: String)
    case fortranOrder(path: String)
    case elementType(path: String, found: String, remedy: String)
    case shape(path: String, found: [Int], expected: String)

    public var path: String {
        switch self {
        case .notNumpy(let path), .truncated(let path, _, _), .damaged(let path, _), .fortranOrder(let path),
            .elementType(let path, _, _), .shape(let path, _, _):
            path
        }
    }

    /// The trouble and its remedy without the path.
    public var reason: String {
        switch self {
        case .notNumpy: "isn't a NumPy array; save it with np.save"
        case .truncated(_, let expected, let found):
            "ends early, with \(found) of its \(expected) bytes; copy it again from where it came"
        case .damaged(_, let reason): "is damaged (\(reason)); save it again with np.save"
        case .fortranOrder: "is in Fortran order; save np.ascontiguousarray(array) instead"
        case .elementType(_, let found, let remedy): "has elements of type \(found); \(remedy)"
        case .shape(_, let found, let expected): "has the shape \(found), not \(expected)"
        }
    }

    public var description: String { "\(path): \(reason)" }
}
