import Platform
import Synchronization

/// OpenBLAS, loaded when the first product asks for it.
///
/// OpenBLAS chooses its kernels once, while it is being loaded, and a release older than the processor falls back to
/// kernels two to five times too slow. Loading it here rather than at link time lets the right core be named first, in
/// any program: the command, the tests, a benchmark or an application that imports the library. Programs that need no
/// products don't pay for loading it either. The core follows the kernel set in use, so that one variable,
/// `GRISAILLE_KERNELS`, decides on both, whatever `OPENBLAS_CORETYPE` a machine has set for its other programs.
struct OpenBLAS: @unchecked Sendable {
    /// `cblas_sgemm` of the 32-bit integer interface.
    typealias MatrixProduct =
        @convention(c) (
            CInt, CInt, CInt, CInt, CInt, CInt, Float, UnsafePointer<Float>, CInt, UnsafePointer<Float>, CInt, Float,
            UnsafeMutablePointer<Float>, CInt
        ) -> Void

    /// `cblas_dgemm`.
    typealias DoubleMatrixProduct =
        @convention(c) (
            CInt, CInt, CInt, CInt, CInt, CInt, Double, UnsafePointer<Double>, CInt, UnsafePointer<Double>, CInt,
            Double, UnsafeMutablePointer<Double>, CInt
        ) -> Void

    private let multiply: MatrixProduct
    private let multiplyDoubles: DoubleMatrixProduct
    /// Nil where the library comes without LAPACK.
    private let eigenSolver: EigenSolver?
    /// As in `OpenBLAS 0.3.21`.
    let version: String
    /// As in `SkylakeX`.
    let core: String

    /// The library, or nil when the machine has none.
    static let shared = OpenBLAS()

    /// The calls of one thread at a time. Every call that runs beside others takes a buffer of 128 MB, which the library keeps,
    /// and where there is no memory for one it tries again without end: one buffer is taken beforehand, and no other needed.
    private static let turn = Mutex(false)
    /// The buffer, and some more.
    static let bufferSize = 160 << 20

    /// Calls `body` alone.
    private func alone<Result: ~Copyable>(_ body: () -> Result) -> Result {
        Self.turn.withLock { hasBuffer in
            if !hasBuffer {
                takeBuffer()
                hasBuffer = true
            }
            return body()
        }
    }

    /// Lets the library take its buffer, where there is memory for it.
    private func takeBuffer() {
        guard let memory = malloc(Self.bufferSize) else { Memory.end(wanting: Self.bufferSize) }
        free(memory)
        // Large enough that no core takes it for a small product, which needs no buffer.
        let side = 256
        let ones = [Float](repeating: 1, count: side * side)
        var product = ones
        let (count, rowMajor, plain) = (CInt(side), CInt(101), CInt(111))
        multiply(rowMajor, plain, plain, count, count, count, 1, ones, count, ones, count, 0, &product, count)
    }

    /// `cblas_sgemm`.
    func withMatrixProduct(_ body: (MatrixProduct) -> Void) { alone { body(multiply) } }

    /// `cblas_dgemm`.
    func withDoubleMatrixProduct(_ body: (DoubleMatrixProduct) -> Void) { alone { body(multiplyDoubles) } }

    /// LAPACK's `dsyevd`; nil where there is none.
    func withEigenSolver<Result>(_ body: (EigenSolver) -> Result) -> Result? {
        eigenSolver.map { solver in alone { body(solver) } }
    }

    private init?() {
        if let core = OpenBLAS.coreForThisProcessor {
            setenv("OPENBLAS_CORETYPE", core, 1)
        } else {
            // A core that a machine has set for its other programs may not run where these kernels do.
            unsetenv("OPENBLAS_CORETYPE")
        }
        // One thread inside a product: the parallel work is divided above it, into lanes.
        setenv("OPENBLAS_NUM_THREADS", "1", 1)
        let names = [
            "libopenblas.so.0", "libopenblas.so", "libopenblas.dylib",
            "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
        ]
        var library: UnsafeMutableRawPointer?
        for name in names where library == nil {
            library = dlopen(name, RTLD_NOW | RTLD_LOCAL)
            // A library that is there and for which there is no memory: without it an eigenvalue would take hours.
            if library == nil, let reason = dlerror().map({ String(cString: $0) }),
                reason.contains("map segment") || reason.contains("allocate memory")
            {
                Memory.end(wanting: Self.bufferSize)
            }
        }
        guard let library, let product = dlsym(library, "cblas_sgemm"),
            let doubleProduct = dlsym(library, "cblas_dgemm")
        else { return nil }
        multiply = unsafeBitCast(product, to: MatrixProduct.self)
        multiplyDoubles = unsafeBitCast(doubleProduct, to: DoubleMatrixProduct.self)
        eigenSolver = dlsym(library, "dsyevd_").map { unsafeBitCast($0, to: EigenSolver.self) }
        version = OpenBLAS.text("openblas_get_config", in: library).split(separator: " ").prefix(2)
            .joined(separator: " ")
        core = OpenBLAS.text("openblas_get_corename", in: library)
    }

    private static func text(_ function: String, in library: UnsafeMutableRawPointer) -> String {
        guard let symbol = dlsym(library, function) else { return "unknown" }
        let call = unsafeBitCast(symbol, to: (@convention(c) () -> UnsafePointer<CChar>?).self)
        return call().map { String(cString: $0) } ?? "unknown"
    }

    /// The core to ask for: the plainest that uses the kernel set's registers; nil leaves it to OpenBLAS.
    private static var coreForThisProcessor: String? {
        switch KernelSet.current.name {
        case "avx512": "SkylakeX"
        case "avx2": "Haswell"
        default: nil
        }
    }
}
