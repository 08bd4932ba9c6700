import GreyImages
import Kernels
import Platform
import Testing

@testable import VAE

/// Large images tile by tile.
@Suite struct TileTests {
    /// Networks whose images the grid divides and doesn't divide, with every way of enlarging.
    static let configurations: [ModelConfiguration] = [
        configuration(ImageSize(width: 304, height: 296), channels: [3, 4, 5], blocks: [0, 1, 2], .resized),
        configuration(ImageSize(width: 301, height: 40), channels: [3, 4, 5], blocks: [0, 1, 2], .resized),
        configuration(ImageSize(width: 61, height: 133), channels: [3, 5], blocks: [1, 1], .transposed),
        configuration(ImageSize(width: 87, height: 70), channels: [4], blocks: [2], .resized, .mixture),
    ]

    static func configuration(
        _ size: ImageSize, channels: [Int], blocks: [Int], _ upsampling: Upsampling,
        _ likelihood: LikelihoodKind = .gaussian
    ) -> ModelConfiguration {
        let lowest = Pyramid(imageSize: size, levels: channels.count).sizes[channels.count]
        let map = LatentMap(height: lowest.height, width: lowest.width, channels: 2)
        return ModelConfiguration(
            architecture: .residual(channels: channels, blocks: blocks, upsampling: upsampling), imageSize: size,
            bitDepth: .sixteen, latentCount: map.count, latentMap: map, likelihood: likelihood)
    }

    private static func plan(_ configuration: ModelConfiguration) throws -> TilePlan {
        try #require(TilePlan(configuration, maximumPixels: 1, maximumSide: 1))
    }

    @Test(arguments: configurations) func tilesGiveTheSameBitsAsTheWhole(_ configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration)
        let pool = WorkerPool(threads: 2)
        let (whole, tiled) = (
            Inference(model, pool: pool, tiles: nil),
            Inference(model, pool: pool, tiles: try Self.plan(configuration))
        )
        let images = Tiny.images(3, for: configuration)
        #expect(try whole.posteriors(of: images) == tiled.posteriors(of: images))
        let latents = try whole.posteriors(of: images).means
        #expect(try whole.decode(latents) == tiled.decode(latents))
        let draws = Appearance.draw(seed: 3)
        #expect(try whole.decode(latents, appearance: draws) == tiled.decode(latents, appearance: draws))
        let indices = [2, 0]
        func terms(_ inference: Inference) -> [ImageTerms] {
            inference.terms(of: images, indices: indices, seed: 4)
                + inference.drawTerms(of: images, indices: indices, draws: 0..<3, seed: 5).terms
        }
        #expect(terms(whole) == terms(tiled))
    }

    /// The cores cover the map once, and lie within their tiles with a margin, except at the image's edges.
    @Test(arguments: configurations) func coresCoverTheMapOnce(_ configuration: ModelConfiguration) throws {
        let plan = try Self.plan(configuration)
        for (parts, side, length) in [
            (plan.rows, plan.map.height, plan.tileMap.height), (plan.columns, plan.map.width, plan.tileMap.width),
        ] {
            #expect(parts.flatMap { Array($0.core) } == Array(0..<side))
            for part in parts {
                #expect(part.start >= 0 && part.start + length <= side)
                #expect(part.start == 0 || part.start < part.core.lowerBound)
                #expect(part.start + length == side || part.start + length > part.core.upperBound)
            }
        }
        #expect(plan.count > 1)
    }

    @Test func onlyLargeImagesOfConvolutionalNetworksAreTiled() throws {
        func size(_ side: Int) -> ModelConfiguration {
            Self.configuration(
                ImageSize(width: side, height: side), channels: [3, 4, 5], blocks: [0, 1, 2], .resized)
        }
        #expect(TilePlan(size(1024)) == nil)
        let plan = try #require(TilePlan(size(2048)))
        try size(2048).validate()
        #expect(plan.count == 9)
        #expect(plan.tile.width <= 1024 && plan.tile.height <= 1024)
        #expect(TilePlan(Tiny.residual, maximumPixels: 1, maximumSide: 1) == nil)
        #expect(TilePlan(Tiny.conv, maximumPixels: 1, maximumSide: 1) == nil)
    }
}
