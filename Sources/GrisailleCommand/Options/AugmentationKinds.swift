import ArgumentParser
import Grisaille

/// Kinds of change, as in `shift,rotate`.
struct AugmentationKinds: ExpressibleByArgument {
    let kinds: [AugmentationKind]

    static let allValueStrings = AugmentationKind.allCases.map(\.rawValue) + ["none"]

    init?(argument: String) {
        let words = argument.split(separator: ",", omittingEmptySubsequences: false)
        let kinds = words.compactMap { AugmentationKind(rawValue: String($0)) }
        guard argument == "none" || kinds.count == words.count else { return nil }
        self.kinds = kinds
    }
}
