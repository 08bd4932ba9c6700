import CKernels
import Platform

/// The processors and libraries of this computer that the arithmetic uses.
public enum Machine {
    /// The number of processors that this process may use, at least 1: those online, within the limits of `taskset` and
    /// control groups.
    public static var processorCount: Int { Processors.current.count }

    /// The names of the kernel sets that this processor runs, the fastest first.
    public static var kernelSets: [String] { KernelSet.all.map(\.name) }

    /// The BLAS library and its version; nil where there is none and plain loops are used.
    public static var blasLibrary: String? { OpenBLAS.shared?.version }

    /// Bytes that the BLAS library takes for matrix products.
    public static var blasMemory: Int { OpenBLAS.shared == nil ? 0 : OpenBLAS.bufferSize }

    /// The core type whose kernels OpenBLAS uses, such as `SkylakeX`.
    public static var blasCore: String? { OpenBLAS.shared?.core }
}
