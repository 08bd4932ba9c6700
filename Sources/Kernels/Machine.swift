/// The kernels and libraries that the arithmetic uses on this computer.
package enum Machine {
    /// The names of the kernel sets that this processor runs, the fastest first.
    package static var kernelSets: [String] { KernelSet.all.map(\.name) }

    /// The BLAS library and its version; nil where there is none and plain loops are used.
    package static var blasLibrary: String? { OpenBLAS.shared?.version }

    /// Bytes that the BLAS library takes for matrix products.
    package static var blasMemory: Int { OpenBLAS.shared == nil ? 0 : OpenBLAS.bufferSize }

    /// The core type whose kernels OpenBLAS uses, such as `SkylakeX`.
    package static var blasCore: String? { OpenBLAS.shared?.core }
}
