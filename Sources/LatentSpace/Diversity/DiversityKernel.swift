import Kernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What diverse samples are chosen by: L = diag(w) · (s · S + (1 - s) · I) · diag(w), with the items' similarities S.
///
/// λ sets the strength s of the similarities, min(1, 2λ), and the exponent of the qualities in the weights w,
/// 1 - |2λ - 1|. So at 0 all sets of items are as good, as when they are drawn plainly; at ½ the kernel is
/// diag(quality) · S · diag(quality); at 1 it is S, and quality doesn't count.
public struct DiversityKernel: Sendable {
    public let similarity: Similarity
    /// s
    public let strength: Double
    /// w, positive.
    public let weights: [Double]

    public var count: Int { weights.count }

    /// - qualities: positive, one an item.
    /// - diversity: λ, within 0...1.
    public init(_ similarity: Similarity, qualities: [Double], diversity: Double) {
        precondition(qualities.count == similarity.count && qualities.allSatisfy { $0 > 0 }, "a quality an item")
        precondition((0...1).contains(diversity), "a diversity within 0...1")
        self.similarity = similarity
        strength = min(1, 2 * diversity)
        let exponent = 1 - abs(2 * diversity - 1)
        weights = qualities.map { pow($0, exponent) }
    }

    /// A row of L, at some columns.
    func row(_ item: Int, _ others: Range<Int>) -> [Double] {
        var row = similarity.similarities(of: item, to: others)
        for (place, other) in others.enumerated() {
            row[place] *= (other == item ? 1 : strength) * weights[item] * weights[other]
        }
        return row
    }

    /// L, `[count, count]`.
    func matrix(pool: WorkerPool) -> [Double] { pool.map(count) { row($0, 0..<count) }.flatMap(\.self) }
}
