import Grisaille

/// Of which class each sample is, and where it is written.
struct SampledClasses {
    /// The classes that take turns; nil of a model that knows none.
    let names: [String]?
    private let indices: [Int]
    private let shares: ClassShares?
    private let hasFolders: Bool

    /// - only: the one class to draw; nil for all.
    /// - weights: of all classes, by name; nil where each has the same.
    init(_ model: Model, only: String?, weights: [String: Double]? = nil) throws {
        let known = model.prior.classNames
        if let only {
            indices = [try ClassNames.classIndex(named: only, in: model)]
            names = [only]
            hasFolders = false
        } else {
            indices = Array(known.indices)
            names = known.isEmpty ? nil : try ClassNames.folders(of: known)
            hasFolders = !known.isEmpty
        }
        shares =
            indices.isEmpty
            ? nil : ClassShares(weights: indices.map { index in weights.map { $0[known[index]] ?? 0 } ?? 1 })
    }

    /// Of the first samples, the class as an index into the prior's; nil of a model that knows none.
    func classIndices(_ count: Int) -> [Int?] {
        shares.map { $0.kinds(count).map { indices[$0] } } ?? [Int?](repeating: nil, count: count)
    }

    /// How many kinds of images take turns.
    var kinds: Int { names?.count ?? 1 }

    /// Where in the output folder samples of some classes go, without prefix and number: their class's folder, and their
    /// number there.
    func places(of classes: [Int?]) -> [(folder: String?, number: Int)] {
        guard hasFolders, let names else { return classes.indices.map { (nil, $0) } }
        var numbers = [Int](repeating: 0, count: names.count)
        return classes.map { index in
            defer { numbers[index!] += 1 }
            return (names[index!], numbers[index!])
        }
    }
}
