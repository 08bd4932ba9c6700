#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One JSON object on standard output; its keys name units.
enum JSONOutput {
    /// - Throws: `CommandError.notFinite` if a figure is infinite or not a number, which JSON doesn't have. Figures that may be
    ///   missing are optionals.
    static func print(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            Console.json(String(decoding: try encoder.encode(value), as: UTF8.self))
        } catch EncodingError.invalidValue(_, let context) {
            throw CommandError.notFinite(
                figure: context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
            )
        }
    }
}
