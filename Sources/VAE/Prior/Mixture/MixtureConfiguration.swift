/// The shape of a mixture prior.
public struct MixtureConfiguration: Sendable, Hashable, Codable {
    public var components: Int

    public init(components: Int) { self.components = components }

    /// Checks what a user or a file asks for.
    ///
    /// - Throws: `ConfigurationError`.
    public func validate() throws(ConfigurationError) {
        try ModelConfiguration.check(components, .priorComponentCount, within: 1...10_000)
    }
}
