/// How a file holds floats.
public enum FloatPrecision: String, Sendable, Hashable, CaseIterable {
    case single = "F32"
    /// Half the bytes, and eleven bits of each number: enough to use a model, too little to go on training it.
    case half = "F16"

    /// A value's.
    var bytes: Int {
        switch self {
        case .single: 4
        case .half: 2
        }
    }
}
