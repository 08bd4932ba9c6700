import ArgumentParser

/// What can be measured.
enum Phase: String, CaseIterable, ExpressibleByArgument, Encodable {
    case train, prior, encode, decode
    /// Reading a folder of PNGs, without a network.
    case png
    /// Selecting diverse samples from candidates, without a network.
    case choose

    var ofNetwork: NetworkPhase? { NetworkPhase(rawValue: rawValue) }
}
