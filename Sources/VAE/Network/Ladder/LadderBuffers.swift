/// The buffers that a ladder's passes want beside its stacks' memory: where they are, and the floats an image of each.
struct LadderBuffers: Sendable {
    private(set) var forward: [Int] = []
    private(set) var backward: [Int] = []

    /// Of every group, from the top: its latents, and its prior's statistics.
    private(set) var latents: [Int] = []
    private(set) var statistics: [Int] = []
    /// What the top level's entry is added to; never written.
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
    /// Of every level's evidence, the finest first.
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
        func largest(_ count: (LadderGroup) -> Int) -> Int { groups.map(count).max() ?? 0 }
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
