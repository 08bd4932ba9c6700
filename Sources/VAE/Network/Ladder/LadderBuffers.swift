/// The buffers that a ladder's passes need beside its stacks' memory: their numbers, and floats per image or draw of each.
struct LadderBuffers: Sendable {
    private(set) var forward: [Int] = []
    private(set) var backward: [Int] = []

    /// The latents of every group, from the top.
    private(set) var latents: [Int] = []
    /// The statistics of every group's prior, from the top.
    private(set) var statistics: [Int] = []
    /// The input of the top level's entry; never written.
    let zeros: Int
    /// `[2 · latents]`
    let posteriors: Int

    // Gradients.
    let state: Int
    let nextState: Int
    let sum: Int
    let prior: Int
    let statisticsGradient: Int
    let posterior: Int
    let latentGradient: Int
    let middle: Int
    /// The gradient of every level's evidence, from the finest.
    private(set) var evidence: [Int] = []

    init(_ levels: [LadderLevel]) {
        let groups = levels.reversed().flatMap(\.groups)
        var counts: [Int] = []
        func add(_ count: Int) -> Int {
            counts.append(count)
            return counts.count - 1
        }
        for group in groups {
            latents.append(add(group.latentCount))
            statistics.append(add(2 * group.latentCount))
        }
        zeros = add(levels[levels.count - 1].width)
        posteriors = add(2 * groups.reduce(0) { $0 + $1.latentCount })
        forward = counts
        func largest(_ count: (LadderGroupShape) -> Int) -> Int { groups.map { count($0.shape) }.max() ?? 0 }
        let largestState = levels.map { $0.positions * $0.width }.max() ?? 0
        state = add(largestState)
        nextState = add(largestState)
        sum = add(largest { $0.positions * $0.width })
        prior = add(largest { $0.positions * $0.priorColumns })
        statisticsGradient = add(largest { 2 * $0.latentCount })
        posterior = add(largest { 2 * $0.latentCount })
        latentGradient = add(largest { $0.latentCount })
        middle = add(largest { $0.positions * $0.middle })
        for level in levels { evidence.append(add(level.positions * level.evidenceColumns)) }
        backward = counts
    }
}
