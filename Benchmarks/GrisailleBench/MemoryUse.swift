import Foundation

/// The memory that this process uses.
enum MemoryUse {
    /// The maximum resident memory so far, in megabytes of 10⁶ bytes.
    static var peakMegabytes: Double {
        #if os(Linux)
            return highWaterMark ?? maximumResident
        #else
            return maximumResident
        #endif
    }

    #if os(Linux)
        /// The maximum of this program alone; nil if the kernel doesn't report it. That of `getrusage` includes the program
        /// that started this one.
        private static var highWaterMark: Double? {
            guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
                let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
                let kibibytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Double($0) })
            else { return nil }
            return kibibytes * 1024 / 1e6
        }
    #endif

    private static var maximumResident: Double {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(RUSAGE_SELF.rawValue, &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        #if canImport(Darwin)
            return Double(usage.ru_maxrss) / 1e6
        #else
            return Double(usage.ru_maxrss) * 1024 / 1e6
        #endif
    }
}
