/// What is fuzzed.
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

/// A kind of file, and what must hold of whatever bytes are taken for one.
protocol FuzzInput {
    /// Reads the bytes; traps where a property doesn't hold.
    static func check(_ bytes: [UInt8])

    /// The bytes with checksums and lengths that fit them.
    static func mended(_ bytes: [UInt8]) -> [UInt8]
}

extension FuzzInput {
    static func mended(_ bytes: [UInt8]) -> [UInt8] { bytes }
}
