/// The assignment of the pixels of a larger side to those of a smaller one.
struct ResampledAxis: Sendable {
    let large: Int
    let small: Int
    /// All pixels of the larger side, once each, in as few runs as possible.
    let runs: [Run]

    /// Pixels of the larger side at even distances that belong to neighbouring pixels of the smaller one.
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

    /// The pixel of the smaller side that a pixel of the larger side belongs to.
    func pixel(_ place: Int) -> Int { place * small / large }

    /// The number of pixels that belong to each pixel of the smaller side; nil where it differs.
    var evenCount: Int? { large % small == 0 ? large / small : nil }

    /// The number of pixels that belong to one pixel of the smaller side.
    func count(_ pixel: Int) -> Int {
        (pixel * large + large - 1 + small) / small - (pixel * large + small - 1) / small
    }
}
