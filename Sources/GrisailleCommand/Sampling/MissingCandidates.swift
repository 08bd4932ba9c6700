import Grisaille

/// How many candidates of which kind are still to be found.
struct MissingCandidates {
    /// Of every kind that is wanted, how many; empty where all are.
    private(set) var kinds: [Int: Int] = [:]
    /// Of every kind.
    private(set) var found: [Int: Int] = [:]
    /// Of all kinds together.
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

    /// More of a kind than are wanted are welcome where there is to be a choice.
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
