import ArgumentParser

/// What is measured.
enum Phase: String, CaseIterable, ExpressibleByArgument, Encodable {
    case train, prior, encode, decode
    /// Reading a folder of PNGs, with no network at all.
    case png
    /// Choosing diverse samples from candidates, with no network either.
    case choose

    var ofNetwork: NetworkPhase? { NetworkPhase(rawValue: rawValue) }
}
