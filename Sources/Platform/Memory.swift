import CPlatform

/// The memory that this process can take.
public enum Memory {
    /// Bytes that are still to be had, as far as can be told: the least of what is free on the machine, of what the control
    /// group has left, and of what the process's own limits (`ulimit -v`, `ulimit -d`) leave.
    public static var available: Double {
        [
            free, ControlGroups().memoryLeft, left(ofLimit: "Max address space", taken: 0),
            left(ofLimit: "Max data size", taken: 5),
        ]
        .compactMap(\.self).min()!
    }

    /// Checks an estimate before any of it is taken.
    ///
    /// - what: what needs it, as in `training`.
    /// - remedy: what to do about it.
    /// - Throws: `MemoryError` where so much isn't to be had.
    public static func require(_ bytes: Double, for what: String, remedy: String) throws(MemoryError) {
        let available = available
        guard bytes <= available else {
            throw MemoryError(what: what, needed: bytes, available: available, remedy: remedy)
        }
    }

    /// Ends the process with a plain error, where an allocation failed and nothing else can be done.
    public static func end(wanting bytes: Int) -> Never { grisaille_end_out_of_memory(max(0, bytes)) }

    /// The exit code of a process that memory failed.
    public static var exitCode: Int32 { Int32(GRISAILLE_OUT_OF_MEMORY) }

    /// Bytes that the machine has free.
    private static var free: Double {
        var kilobytes: [Substring: Double] = [:]
        for words in TextFile.words("/proc/meminfo") where words.count > 1 { kilobytes[words[0]] = Double(words[1]) }
        if let available = kilobytes["MemAvailable:"] { return 1024 * (available + (kilobytes["SwapFree:"] ?? 0)) }
        return Double(sysconf(CInt(_SC_PHYS_PAGES))) * pageSize
    }

    private static var pageSize: Double { Double(sysconf(CInt(_SC_PAGESIZE))) }

    /// - taken: which number of `/proc/self/statm` says how much of it is taken.
    private static func left(ofLimit name: String, taken: Int) -> Double? {
        let lines = (TextFile.read("/proc/self/limits") ?? "").split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix(name) }),
            let limit = line.dropFirst(name.count).split(separator: " ").first.flatMap({ Double($0) }),
            let pages = TextFile.words("/proc/self/statm").first?.dropFirst(taken).first.flatMap({ Double($0) })
        else { return nil }
        return max(0, limit - pages * pageSize)
    }
}
