import CPlatform

/// The memory that this process can allocate.
package enum Memory {
    /// An estimate of the bytes that can still be allocated: the minimum of the free memory of the machine, of the memory
    /// that the control group has left, and of what the limits of the process (`ulimit -v`, `ulimit -d`) leave.
    package static var available: Double {
        [
            free, ControlGroups().memoryLeft, left(ofLimit: "Max address space", taken: 0),
            left(ofLimit: "Max data size", taken: 5),
        ]
        .compactMap(\.self).min()!
    }

    /// Checks that memory is available before it is allocated.
    ///
    /// - Parameters:
    ///   - bytes: The estimated number of bytes.
    ///   - what: What needs the memory, as in `training`.
    ///   - remedy: What the user can do if there isn't enough; nil if the caller says it.
    /// - Throws: `MemoryError` if there isn't enough memory.
    package static func require(_ bytes: Double, for what: String, remedy: String? = nil) throws(MemoryError) {
        let available = available
        guard bytes <= available else {
            throw MemoryError(what: what, needed: bytes, available: available, remedy: remedy)
        }
    }

    /// Ends the process with an error message after an allocation failed.
    package static func end(wanting bytes: Int) -> Never { grisaille_end_out_of_memory(max(0, bytes)) }

    /// The exit code of a process that ran out of memory.
    package static var exitCode: Int32 { Int32(GRISAILLE_OUT_OF_MEMORY) }

    /// The free memory of the machine in bytes.
    private static var free: Double {
        var kilobytes: [Substring: Double] = [:]
        for words in TextFile.words("/proc/meminfo") where words.count > 1 { kilobytes[words[0]] = Double(words[1]) }
        if let available = kilobytes["MemAvailable:"] { return 1024 * (available + (kilobytes["SwapFree:"] ?? 0)) }
        return Double(sysconf(CInt(_SC_PHYS_PAGES))) * pageSize
    }

    private static var pageSize: Double { Double(sysconf(CInt(_SC_PAGESIZE))) }

    /// The number of bytes that a limit of the process leaves; nil without a limit.
    ///
    /// - Parameters:
    ///   - name: The name of the limit in `/proc/self/limits`.
    ///   - taken: The index of the number in `/proc/self/statm` that says how much of it is used.
    private static func left(ofLimit name: String, taken: Int) -> Double? {
        let lines = (TextFile.read("/proc/self/limits") ?? "").split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix(name) }),
            let limit = line.dropFirst(name.count).split(separator: " ").first.flatMap({ Double($0) }),
            let pages = TextFile.words("/proc/self/statm").first?.dropFirst(taken).first.flatMap({ Double($0) })
        else { return nil }
        return max(0, limit - pages * pageSize)
    }
}
