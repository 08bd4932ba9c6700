/// The reason why a model's results can't be used.
public enum InferenceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The model gives values that are infinite, NaN, or too large to calculate with.
    ///
    /// - Parameter model: The model's file; nil for a model without a file.
    case notFinite(model: String?)

    public var description: String {
        switch self {
        case .notFinite(let model):
            (model.map { "\($0): the model" } ?? "the model")
                + " gives no finite values: its weights are damaged, or its training failed; restore it from a copy or "
                + "train it again"
        }
    }
}

extension Model {
    /// Checks values that the model gave.
    ///
    /// - Throws: `InferenceError.notFinite` unless all values are finite.
    package func requireFinite(_ values: some Sequence<Double>) throws(InferenceError) {
        guard values.allSatisfy(\.isFinite) else { throw .notFinite(model: file) }
    }
}
