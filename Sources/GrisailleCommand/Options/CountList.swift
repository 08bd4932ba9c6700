import ArgumentParser

/// Comma-separated counts, as in `32,32,64,64`. Whether a count may be 0 is checked by the configuration.
struct CountList: ExpressibleByArgument {
    let counts: [Int]

    init?(argument: String) {
        let counts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard !counts.isEmpty, counts.allSatisfy({ $0 ?? -1 >= 0 }) else { return nil }
        self.counts = counts.compactMap(\.self)
    }
}
