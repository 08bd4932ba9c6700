/// The shape of a mixture prior.
package struct MixtureConfiguration: Sendable, Hashable, Codable {
    package var components: Int

    package init(components: Int) { self.components = components }

    /// Checks what a user or a file asks for.
    ///
    /// - Throws: `ConfigurationError`.
    package func validate() throws(ConfigurationError) {
        try ModelConfiguration.check(components, .priorComponentCount, within: 1...10_000)
    }
}
