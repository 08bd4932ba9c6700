import GreyImages

/// The levels of a ladder network, from the finest to the coarsest.
public struct LadderShape: Sendable, Hashable {
    /// One level: the blocks of the bottom-up path, and the groups of latents of the top-down path.
    public struct Level: Sendable, Hashable, Codable {
        /// Channels of the states on both paths; even.
        public var width: Int
        /// Residual blocks of the bottom-up path; also of the top-down path if the level has no groups.
        public var blocks: Int
        /// Groups of latents; at least one on the coarsest level.
        public var groups: Int
        /// Latents per group and position.
        public var channels: Int

        public init(width: Int, blocks: Int, groups: Int, channels: Int) {
            self.width = width
            self.blocks = blocks
            self.groups = groups
            self.channels = channels
        }
    }

    /// From the finest, of half the image's sides, to the coarsest, of one position.
    public var levels: [Level]

    public init(levels: [Level]) { self.levels = levels }

    /// The default shape for an image size: few groups and a small width where there are many positions.
    ///
    /// - Parameter width: Channels of all levels; nil for 32 on the finest, where most of the arithmetic is, and 64 on the
    ///   others.
    public init(for size: ImageSize, width: Int? = nil) {
        let count = Self.sizes(for: size).count
        self.init(
            levels: (0..<count).map { index in
                Self.level(index, of: count, width: width ?? (index == 0 ? 32 : 64))
            })
    }

    private static func level(_ index: Int, of count: Int, width: Int) -> Level {
        switch count - index {
        case 1: Level(width: width, blocks: 1, groups: 1, channels: 32)
        case 2: Level(width: width, blocks: 1, groups: 2, channels: 6)
        default:
            index == 0
                ? Level(width: width, blocks: 1, groups: 2, channels: 6)
                : Level(width: width, blocks: 2, groups: 3, channels: 6)
        }
    }

    /// The smallest side of an image that a ladder is made for.
    public static let smallestSide = 16
    /// The longer side at which halving ends; the next level has one position.
    private static let coarsestSide = 4

    /// The sizes of the levels for an image size; odd sides are rounded up when halved.
    package static func sizes(for image: ImageSize) -> [ImageSize] {
        var sizes: [ImageSize] = []
        var last = image
        repeat {
            last = ImageSize(width: (last.width + 1) / 2, height: (last.height + 1) / 2)
            sizes.append(last)
        } while max(last.width, last.height) > coarsestSide
        return sizes + [ImageSize(width: 1, height: 1)]
    }

    /// Dimensions of all groups' latents together.
    package func latentCount(for image: ImageSize) -> Int {
        zip(levels, Self.sizes(for: image)).reduce(0) { $0 + $1.0.groups * $1.0.channels * $1.1.pixelCount }
    }

    /// The number of groups on all levels.
    package var groupCount: Int { levels.reduce(0) { $0 + $1.groups } }

    /// Dimensions of the first groups' latents; the coarsest groups come first.
    package func latentCount(ofGroups count: Int, for image: ImageSize) -> Int {
        let each = zip(levels, Self.sizes(for: image)).reversed().flatMap { level, size in
            [Int](repeating: level.channels * size.pixelCount, count: level.groups)
        }
        return each.prefix(count).reduce(0, +)
    }

    /// Checks the shape against an image size, before any memory is taken.
    func validate(for image: ImageSize) throws(ConfigurationError) {
        guard min(image.width, image.height) >= Self.smallestSide else { throw .ladderSide(image) }
        let count = Self.sizes(for: image).count
        guard levels.count == count else { throw .ladderLevels(levels.count, needed: count, size: image) }
        for (index, level) in levels.enumerated() {
            guard (2...2048).contains(level.width), level.width % 2 == 0 else { throw .ladderWidth(level.width) }
            try ModelConfiguration.check(level.blocks, .blocks, within: 0...64)
            let isTop = index + 1 == count
            try ModelConfiguration.check(
                level.groups, isTop ? .coarsestGroups : .groups, within: (isTop ? 1 : 0)...64)
            try ModelConfiguration.check(level.channels, .groupChannels, within: 1...4096)
        }
    }
}
