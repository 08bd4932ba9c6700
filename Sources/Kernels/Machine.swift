import CKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the computer offers to the arithmetic.
public enum Machine {
    /// Processors that are on line, at least 1.
    public static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// The names of the kernel sets that this processor runs, the fastest first.
    public static var kernelSets: [String] { KernelSet.all.map(\.name) }

    /// The BLAS library and its version, or nil when none was found and plain loops are used.
    public static var blasLibrary: String? { OpenBLAS.shared?.version }

    /// The core type whose kernels OpenBLAS uses, as in `SkylakeX`.
    public static var blasCore: String? { OpenBLAS.shared?.core }
}
