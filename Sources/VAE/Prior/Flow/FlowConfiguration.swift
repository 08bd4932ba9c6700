/// The shape of a flow prior's velocity network.
package struct FlowConfiguration: Sendable, Hashable, Codable {
    /// Channels of its residual blocks.
    package var width: Int
    package var blocks: Int
    /// The classes that it is conditioned on; empty for none.
    package var classNames: [String]

    package init(width: Int = 128, blocks: Int = 5, classNames: [String] = []) {
        self.width = width
        self.blocks = blocks
        self.classNames = classNames
    }

    /// Groups of channels that are normalised together, and heads of attention.
    var groups: Int { 8 }
    var heads: Int { 4 }

    /// Checks what a user or a file asks for.
    ///
    /// - Throws: `ConfigurationError`.
    package func validate() throws(ConfigurationError) {
        guard (8...4096).contains(width), width % 8 == 0 else { throw .flowWidth(width) }
        guard (1...64).contains(blocks) else { throw .outOfRange(.flowBlocks, value: blocks, range: 1...64) }
        guard classNames.count <= 65_536 else {
            throw .outOfRange(.classCount, value: classNames.count, range: 0...65_536)
        }
        try ClassName.check(classNames)
    }
}
