/// The numbers of candidates of each kind that are still to be found.
struct MissingCandidates {
    /// The missing number of every kind that is wanted; empty if any kind will do.
    private(set) var kinds: [Int: Int] = [:]
    /// The number found of every kind.
    private(set) var found: [Int: Int] = [:]
    /// The missing number of all kinds together.
    private(set) var count: Int
    private let takesAny: Bool

    init(_ wanted: DiverseChoice.Wanted) {
        count = wanted.count
        switch wanted {
        case .any: takesAny = true
        case .kinds(let order):
            takesAny = false
            for kind in order { kinds[kind, default: 0] += 1 }
        }
    }

    /// Whether candidates of a kind are kept. More of it than are wanted are kept too, for a choice among them.
    func wants(_ kind: Int) -> Bool { takesAny || kinds[kind] != nil }

    mutating func find(_ kind: Int) {
        found[kind, default: 0] += 1
        if takesAny {
            count = max(0, count - 1)
        } else if kinds[kind]! > 0 {
            kinds[kind]! -= 1
            count -= 1
        }
    }
}
