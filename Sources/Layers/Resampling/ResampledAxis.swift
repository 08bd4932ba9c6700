/// Which pixels of a larger side belong to which of a smaller one.
struct ResampledAxis: Sendable {
    let large: Int
    let small: Int
    /// All pixels of the larger side, once each, in as few runs as there are.
    let runs: [Run]

    /// Pixels of the larger side at even distances that belong to neighbours on the smaller one.
    struct Run: Sendable {
        let large: Int
        let largeStep: Int
        let small: Int
        let count: Int
    }

    init(large: Int, small: Int) {
        precondition(small > 0 && small <= large, "the smaller side is the smaller")
        self.large = large
        self.small = small
        let step = large / small
        runs =
            large % small == 0
            ? (0..<step).map { Run(large: $0, largeStep: step, small: 0, count: small) }
            : (0..<large).map { Run(large: $0, largeStep: 1, small: $0 * small / large, count: 1) }
    }

    /// The smaller side's pixel.
    func pixel(_ place: Int) -> Int { place * small / large }

    /// The pixels that belong to each of the smaller side's, where they are as many for all.
    var evenCount: Int? { large % small == 0 ? large / small : nil }

    /// The pixels that belong to one of the smaller side's.
    func count(_ pixel: Int) -> Int {
        (pixel * large + large - 1 + small) / small - (pixel * large + small - 1) / small
    }
}
