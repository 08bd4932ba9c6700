/// The precision of the floats in a file.
package enum FloatPrecision: String, Sendable, Hashable, CaseIterable {
    case single = "F32"
    /// Half the bytes, and eleven significant bits: enough to use a model, too little to continue its training.
    case half = "F16"

    /// The number of bytes per value.
    var bytes: Int {
        switch self {
        case .single: 4
        case .half: 2
        }
    }
}
