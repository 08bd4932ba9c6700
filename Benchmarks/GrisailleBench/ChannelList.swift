import ArgumentParser

/// Comma-separated channels, as in `32,32,64,64`; empty for a network without convolutions.
struct ChannelList: ExpressibleByArgument {
    let channels: [Int]

    init?(argument: String) {
        let counts = argument.split(separator: ",").map { Int($0) }
        guard counts.allSatisfy({ $0 ?? 0 > 0 }) else { return nil }
        channels = counts.compactMap(\.self)
    }
}
