import Platform

/// The name of a temporary file, which identifies its writer: `.grisaille-PROCESS-UNIQUE-MACHINE.partial`.
struct TemporaryName {
    let process: pid_t
    /// The machine to which the process number belongs; nil if the name doesn't say.
    private let machine: String?

    private static let prefix = ".grisaille-"
    private static let suffix = ".partial"

    /// A unique name, so that two writers of one file never share a temporary file.
    static func unique() -> String {
        let unique = String(UInt64.random(in: .min ... .max), radix: 36)
        return prefix + (["\(getpid())", unique] + [thisMachine].compactMap(\.self)).joined(separator: "-") + suffix
    }

    /// Parses a name; nil for the names of other files.
    init?(_ name: String) {
        guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix) else { return nil }
        let parts = name.dropFirst(Self.prefix.count).dropLast(Self.suffix.count)
            .split(separator: "-", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let process = pid_t(parts[0]), process > 0 else { return nil }
        self.process = process
        machine = parts.count == 3 ? String(parts[2]) : nil
    }

    /// Whether the process number belongs to this machine since its last start.
    var isOfThisMachine: Bool { machine != nil && machine == Self.thisMachine }

    /// A number for this start of the machine and for the container, if any, since containers number their processes
    /// separately; nil if the system doesn't provide it.
    static let thisMachine: String? = {
        var start = [UInt8](repeating: 0, count: 64)
        let count = try? start.withUnsafeMutableBytes {
            try FileBytes.read("/proc/sys/kernel/random/boot_id", from: 0, into: $0)
        }
        guard let count, count > 0, let processes = try? System.status(of: "/proc/self/ns/pid") else { return nil }
        var hasher = PixelHasher()
        start.withUnsafeBufferPointer { hasher.combine($0) }
        hasher.combine(UInt64(truncatingIfNeeded: processes.st_ino))
        return String(hasher.value, radix: 36)
    }()
}
