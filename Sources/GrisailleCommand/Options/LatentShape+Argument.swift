import ArgumentParser
import Grisaille

extension LatentShape: ExpressibleByArgument {
    /// `64`, a vector, or `8x8x8`, a map of height, width and channels.
    public init?(argument: String) {
        let sides = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        let numbers = sides.compactMap(\.self)
        guard numbers.count == sides.count, numbers.allSatisfy({ (1...65_536).contains($0) }) else { return nil }
        switch numbers.count {
        case 1: self = .vector(numbers[0])
        case 3: self = .map(LatentMap(height: numbers[0], width: numbers[1], channels: numbers[2]))
        default: return nil
        }
    }
}
