/// The limits on processors and memory that the control groups of this process set, as in containers and services.
/// Both versions of control groups are supported.
///
/// Source: the Linux kernel's documentation, "Control Group v2" and "CPU bandwidth control".
struct ControlGroups {
    /// The folders of the process's groups and of all groups above them.
    private let unified: [String]
    private let processor: [String]
    private let memory: [String]

    /// Finds the groups of this process.
    ///
    /// - Parameters:
    ///   - root: Where the files of the groups are mounted.
    ///   - membership: The file that names the groups of the process.
    init(root: String = "/sys/fs/cgroup", membership: String = "/proc/self/cgroup") {
        var (unified, processor, memory) = ([String](), [String](), [String]())
        for line in (TextFile.read(membership) ?? "").split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let names = parts[1].split(separator: ",")
            if names.isEmpty { unified = Self.folders(root, parts[2]) }
            if names.contains("cpu") {
                processor = Self.folders("\(root)/\(parts[1])", parts[2]) + Self.folders("\(root)/cpu", parts[2])
            }
            if names.contains("memory") { memory = Self.folders("\(root)/memory", parts[2]) }
        }
        (self.unified, self.processor, self.memory) = (unified, processor, memory)
    }

    /// The folders of a group and of all groups above it. In a container the folder can be missing. The root then is the
    /// group's own folder.
    private static func folders(_ root: String, _ path: Substring) -> [String] {
        path.split(separator: "/").reduce(into: [root]) { $0.append("\($0.last!)/\($1)") }
    }

    /// The processor time that the process may use per second, in seconds; nil without a limit.
    var processorQuota: Double? {
        let quotas =
            unified.compactMap { folder -> Double? in
                let words = TextFile.words("\(folder)/cpu.max").first ?? []
                return words.count == 2 ? Self.ratio(Double(words[0]), Double(words[1])) : nil
            }
            + processor.compactMap {
                Self.ratio(Self.number("\($0)/cpu.cfs_quota_us"), Self.number("\($0)/cpu.cfs_period_us"))
            }
        return quotas.min()
    }

    /// The number of bytes that the group can still allocate; nil without a limit. Cached file contents count as free.
    var memoryLeft: Double? {
        func left(_ folder: String, limit: String, usage: String, inactive: String) -> Double? {
            guard let limit = Self.number("\(folder)/\(limit)"), limit < 0x1p60 else { return nil }
            let files = TextFile.words("\(folder)/memory.stat").first { $0.first == inactive[...] }
            let kept = files.flatMap { $0.count > 1 ? Double($0[1]) : nil } ?? 0
            return max(0, limit - max(0, (Self.number("\(folder)/\(usage)") ?? 0) - kept))
        }
        let lefts =
            unified.compactMap {
                left($0, limit: "memory.max", usage: "memory.current", inactive: "inactive_file")
            }
            + memory.compactMap {
                left(
                    $0, limit: "memory.limit_in_bytes", usage: "memory.usage_in_bytes", inactive: "total_inactive_file")
            }
        return lefts.min()
    }

    private static func number(_ path: String) -> Double? {
        TextFile.words(path).first?.first.flatMap { Double($0) }
    }

    private static func ratio(_ quota: Double?, _ period: Double?) -> Double? {
        guard let quota, let period, quota > 0, period > 0 else { return nil }
        return quota / period
    }
}
