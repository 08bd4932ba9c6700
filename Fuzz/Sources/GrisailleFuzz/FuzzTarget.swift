/// The readers that can be fuzzed.
enum FuzzTarget: String, CaseIterable {
    case png, npy, npz, model, table, configuration

    var input: any FuzzInput.Type {
        switch self {
        case .png: PNGInput.self
        case .npy: ArrayInput.self
        case .npz: ArchiveInput.self
        case .model: ModelInput.self
        case .table: TableInput.self
        case .configuration: ConfigurationInput.self
        }
    }
}

/// A kind of input, and the properties that must hold for any bytes.
protocol FuzzInput {
    /// Reads the bytes, and traps if a property doesn't hold.
    static func check(_ bytes: [UInt8])

    /// The bytes with correct checksums and lengths.
    static func mended(_ bytes: [UInt8]) -> [UInt8]
}

extension FuzzInput {
    static func mended(_ bytes: [UInt8]) -> [UInt8] { bytes }
}
