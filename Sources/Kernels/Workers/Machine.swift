import CKernels
import Platform

/// What the computer offers to the arithmetic.
public enum Machine {
    /// Processors that this process may use, at least 1: those on line, less what `taskset` and control groups withhold.
    public static var processorCount: Int { Processors.current.count }

    /// The names of the kernel sets that this processor runs, the fastest first.
    public static var kernelSets: [String] { KernelSet.all.map(\.name) }

    /// The BLAS library and its version, or nil when none was found and plain loops are used.
    public static var blasLibrary: String? { OpenBLAS.shared?.version }

    /// Bytes that matrix products take for themselves, where the BLAS library has them.
    public static var blasMemory: Int { OpenBLAS.shared == nil ? 0 : OpenBLAS.bufferSize }

    /// The core type whose kernels OpenBLAS uses, as in `SkylakeX`.
    public static var blasCore: String? { OpenBLAS.shared?.core }
}
