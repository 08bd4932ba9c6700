extension OpenBLAS {
    /// LAPACK's `dsyevd` with Fortran's conventions: all arguments by address, and the lengths of both strings at the end.
    typealias EigenSolver =
        @convention(c) (
            UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafePointer<CInt>, UnsafeMutablePointer<Double>,
            UnsafePointer<CInt>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, UnsafePointer<CInt>,
            UnsafeMutablePointer<CInt>, UnsafePointer<CInt>, UnsafeMutablePointer<CInt>, Int, Int
        ) -> Void

    /// Eigenvalues and eigenvectors by divide and conquer; nil where the library has no LAPACK or finds no solution.
    func eigen(_ matrix: [Double], size: Int) -> SymmetricEigen? {
        withEigenSolver { Self.eigen(matrix, size: size, by: $0) } ?? nil
    }

    private static func eigen(_ matrix: [Double], size: Int, by solve: EigenSolver) -> SymmetricEigen? {
        guard size > 0, let order = CInt(exactly: size) else { return nil }
        var (vectors, values) = (matrix, [Double](repeating: 0, count: size))
        var (wish, wholeWish, status) = (0.0, CInt(0), CInt(0))
        let (vectorsToo, lower) = (CChar(bitPattern: UInt8(ascii: "V")), CChar(bitPattern: UInt8(ascii: "L")))
        func run(
            _ work: UnsafeMutablePointer<Double>, _ count: Int, _ whole: UnsafeMutablePointer<CInt>, _ wholeCount: Int
        ) {
            let (count, wholeCount) = (CInt(clamping: count), CInt(clamping: wholeCount))
            // A row here is a column in Fortran: the upper triangle is its lower one, and vectors come out as rows.
            withUnsafePointer(to: vectorsToo) { job in
                withUnsafePointer(to: lower) { triangle in
                    withUnsafePointer(to: order) { order in
                        withUnsafePointer(to: count) { count in
                            withUnsafePointer(to: wholeCount) { wholeCount in
                                solve(
                                    job, triangle, order, &vectors, order, &values, work, count, whole, wholeCount,
                                    &status, 1, 1)
                            }
                        }
                    }
                }
            }
        }
        run(&wish, -1, &wholeWish, -1)
        guard status == 0, wish < Double(CInt.max) else { return nil }
        var work = [Double](repeating: 0, count: Int(wish))
        var whole = [CInt](repeating: 0, count: Int(wholeWish))
        run(&work, work.count, &whole, whole.count)
        return status == 0 ? SymmetricEigen(values: values, vectors: vectors) : nil
    }
}
