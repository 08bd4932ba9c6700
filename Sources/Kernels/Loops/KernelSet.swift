import CKernels
import Platform

/// A set of the inner loops that take most of the time, compiled for one kind of processor.
///
/// The environment variable `GRISAILLE_KERNELS` (`portable`, `avx2`, `avx512`, `neon`) forces one. A set that this processor
/// can't run is ignored.
package struct KernelSet: @unchecked Sendable {
    let loops: grisaille_kernels

    /// The name, such as `avx512`.
    package let name: String

    private init(_ set: UnsafePointer<grisaille_kernels>) {
        loops = set.pointee
        name = String(cString: loops.name)
    }

    /// The set with that name, if this processor and build have it.
    package init?(named name: String) {
        guard let set = grisaille_kernels_named(name) else { return nil }
        self.init(set)
    }

    /// The set in use.
    package static let current: KernelSet = {
        if let forced = getenv("GRISAILLE_KERNELS"), let set = KernelSet(named: String(cString: forced)) { return set }
        return KernelSet(grisaille_kernels_best())
    }()

    /// All sets that this processor runs, the fastest first.
    package static var all: [KernelSet] {
        ["avx512", "avx2", "neon", "portable"].compactMap(KernelSet.init(named:))
    }
}
