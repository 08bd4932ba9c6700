import Platform
import Synchronization

/// The OpenBLAS library, loaded at the first product that needs it.
///
/// OpenBLAS chooses its kernels once, while it is loaded, and a release older than the processor falls back to kernels that
/// are two to five times slower. Loading it here and not at link time allows any program to name the right core first: the
/// command, the tests, a benchmark or an application that imports the library. Programs without products don't load it at
/// all. The core follows the kernel set in use, so the variable `GRISAILLE_KERNELS` decides both, whatever
/// `OPENBLAS_CORETYPE` a machine has set for other programs.
struct OpenBLAS: @unchecked Sendable {
    /// The type of `cblas_sgemm` in the interface with 32-bit integers.
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
    /// LAPACK's `dsyevd`; nil where the library comes without LAPACK.
    private let eigenSolver: EigenSolver?
    /// The name and version, such as `OpenBLAS 0.3.21`.
    let version: String
    /// The core type whose kernels are used, such as `SkylakeX`.
    let core: String

    /// The library; nil where the machine has none.
    static let shared = OpenBLAS()

    /// Admits one thread at a time. Every call that runs in parallel with others takes a buffer of 128 MB, which the library
    /// keeps; without memory for a buffer it tries again endlessly. So one buffer is taken beforehand and no other is needed.
    private static let turn = Mutex(false)
    /// Bytes of the buffer, with a margin.
    static let bufferSize = 160 << 20

    /// Calls `body` while no other thread calls the library.
    private func alone<Result: ~Copyable>(_ body: () -> Result) -> Result {
        Self.turn.withLock { hasBuffer in
            if !hasBuffer {
                takeBuffer()
                hasBuffer = true
            }
            return body()
        }
    }

    /// Makes the library take its buffer, where there is memory for it.
    private func takeBuffer() {
        guard let memory = malloc(Self.bufferSize) else { Memory.end(wanting: Self.bufferSize) }
        free(memory)
        // Large enough for every core to use a buffer, which small products don't need.
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
            // A core type that is set for other programs may not run on this processor.
            unsetenv("OPENBLAS_CORETYPE")
        }
        // One thread per product: the parallel work is divided into lanes at a higher level.
        setenv("OPENBLAS_NUM_THREADS", "1", 1)
        let names = [
            "libopenblas.so.0", "libopenblas.so", "libopenblas.dylib",
            "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
        ]
        var library: UnsafeMutableRawPointer?
        for name in names where library == nil {
            library = dlopen(name, RTLD_NOW | RTLD_LOCAL)
            // There is a library, but no memory for it: without it an eigenvalue decomposition would take hours.
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

    /// The core type to request: the simplest that uses the kernel set's registers; nil leaves the choice to OpenBLAS.
    private static var coreForThisProcessor: String? {
        switch KernelSet.current.name {
        case "avx512": "SkylakeX"
        case "avx2": "Haswell"
        default: nil
        }
    }
}
