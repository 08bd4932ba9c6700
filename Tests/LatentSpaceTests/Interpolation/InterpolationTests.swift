import GreyImages
import Platform
import Testing
import VAE
@testable import LatentSpace

@Suite("Frames between images")
struct InterpolationTests {
    private let pool = WorkerPool(threads: 2)
    private static let size = ImageSize(width: 8, height: 6)

    private static func image(_ number: Int) -> GreyImage {
        GreyImage(size: size, bitDepth: .eight, samples: (0..<48).map { UInt16(($0 * 37 + number * 101) % 256) })
    }

    private func model() throws -> Model {
        try Model.untrained(
            ModelConfiguration(
                architecture: .mlp(hidden: [8]), imageSize: Self.size, bitDepth: .eight, latentCount: 3,
                likelihood: .logistic), scale: 2)
    }

    private func interpolation(
        _ numbers: [Int], _ change: (inout InterpolationOptions) -> Void = { _ in }
    ) throws -> Interpolation {
        var options = InterpolationOptions()
        options.steps = 4
        change(&options)
        return try Interpolation(
            between: numbers.map(Self.image), inference: Inference(model(), pool: pool), options: options)
    }

    @Test("A path begins and ends at the reconstructions, or at the images themselves")
    func ends() throws {
        let inference = try Inference(model(), pool: pool)
        let means = try inference.posteriors(of: ImageDataset(images: [Self.image(1), Self.image(2)])).means
        let reconstructions = try inference.decode(means)
        let path = try interpolation([1, 2])
        #expect(path.path == .linear && path.frames.count == 4 && path.latents.count == 4)
        #expect([path.frames[0], path.frames[3]] == reconstructions)
        #expect(path.measures.steps.count == 4 * 3)
        #expect(try path.linearMeasures() == path.measures)
        #expect(try path.logDensities().count == 4)
        let exact = try interpolation([1, 2]) { $0.hasExactEnds = true }
        #expect(exact.frames[0] == Self.image(1) && exact.frames[3] == Self.image(2))
        #expect(exact.latents.values == path.latents.values)
    }

    @Test("A tour, a loop and a grid have their numbers of frames")
    func shapes() throws {
        for (shape, numbers, count) in [
            (InterpolationOptions.Shape.tour, [1, 2, 3], 7), (.loop, [1, 2, 3], 9), (.grid, [1, 2, 3, 4], 16),
        ] {
            let path = try interpolation(numbers) { $0.shape = shape }
            #expect(path.frames.count == count && path.latents.count == count)
        }
        let grid = try interpolation([1, 2, 3, 4]) { $0.shape = .grid }
        let corners = try Inference(model(), pool: pool).posteriors(
            of: ImageDataset(images: [1, 2, 3, 4].map(Self.image))
        ).means
        for (frame, corner) in [(0, 0), (3, 1), (12, 2), (15, 3)] { #expect(grid.latents[frame] == corners[corner]) }
    }

    @Test("What a model has no path for is refused and told")
    func refusals() throws {
        #expect(throws: InterpolationError.noFlowPrior) { _ = try interpolation([1, 2]) { $0.path = .flow } }
        #expect(throws: InterpolationError.oneGroup) { _ = try interpolation([1, 2]) { $0.followedGroups = 1 } }
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            _ = try Interpolation(
                between: [Self.image(1), Self.image(2)], inference: Inference(model(), pool: pool)
            ) { _ in throw Stop() }
        }
    }
}
