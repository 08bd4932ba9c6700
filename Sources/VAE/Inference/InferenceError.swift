/// Why a model's results can't be used.
public enum InferenceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Values that a model gives are infinite, not a number, or too large to calculate with.
    ///
    /// - model: the file that the model was read from; nil for one that comes from no file.
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
    /// Checks figures that the model gives.
    ///
    /// - Throws: `InferenceError.notFinite` unless all of them are finite.
    public func requireFinite(_ values: some Sequence<Double>) throws(InferenceError) {
        guard values.allSatisfy(\.isFinite) else { throw .notFinite(model: file) }
    }
}

extension Inference {
    /// Checks figures that the model gives.
    ///
    /// - Throws: `InferenceError.notFinite` unless all of them are finite.
    public func requireFinite(_ values: some Sequence<Double>) throws(InferenceError) {
        guard values.allSatisfy(\.isFinite) else { throw .notFinite(model: file) }
    }
}
