import CKernels
import Platform

/// One compiled set of the hot inner loops, chosen for the processor.
///
/// The environment variable `GRISAILLE_KERNELS` (`portable`, `avx2`, `avx512`, `neon`) forces one; a name that this
/// processor cannot run is passed over.
public struct KernelSet: @unchecked Sendable {
    let loops: grisaille_kernels

    /// As in `avx512`.
    public let name: String

    private init(_ set: UnsafePointer<grisaille_kernels>) {
        loops = set.pointee
        name = String(cString: loops.name)
    }

    /// The set of that name, if this processor and build have it.
    public init?(named name: String) {
        guard let set = grisaille_kernels_named(name) else { return nil }
        self.init(set)
    }

    /// The set in use.
    public static let current: KernelSet = {
        if let forced = getenv("GRISAILLE_KERNELS"), let set = KernelSet(named: String(cString: forced)) { return set }
        return KernelSet(grisaille_kernels_best())
    }()

    /// Every set that this processor runs, the fastest first.
    public static var all: [KernelSet] {
        ["avx512", "avx2", "neon", "portable"].compactMap(KernelSet.init(named:))
    }
}
