#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The memory of this process.
enum MemoryUse {
    /// The most that was resident at any time until now, in megabytes of 10⁶ bytes.
    static var peakMegabytes: Double {
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
