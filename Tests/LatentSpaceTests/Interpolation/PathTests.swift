import GreyImages
import Platform
import Testing
import VAE
@testable import LatentSpace

@Suite struct PathTests {
    private let pool = WorkerPool(threads: 2)

    /// A decoder that bends: dense layers with random weights, larger than those that training begins with.
    private func model(_ likelihood: LikelihoodKind = .logistic, latents: Int = 3, seed: UInt64 = 1) throws -> Model {
        try Model.untrained(
            ModelConfiguration(
                architecture: .mlp(hidden: [16, 16], activation: .tanh), imageSize: ImageSize(width: 5, height: 5),
                bitDepth: .eight, latentCount: latents, likelihood: likelihood), seed: seed, scale: 2)
    }

    /// 2·x[i] - x[i-1] - x[i+1] is what was asked for.
    @Test func pullsAreSpread() {
        let pull: [[Double]] = [[1, 0], [0, 2], [-3, 1], [0.5, 0], [0, -1]]
        let x = [[0, 0]] + PathRelaxation.spread(pull) + [[0, 0]]
        for row in pull.indices {
            for column in 0..<2 {
                let found = 2 * x[row + 1][column] - x[row][column] - x[row + 2][column]
                #expect(abs(found - pull[row][column]) < 1e-12)
            }
        }
        #expect(PathRelaxation.spread([]).isEmpty)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func aGeodesicsEnergyIsAtMostTheLines(seed: UInt64) throws {
        for likelihood in [LikelihoodKind.logistic, .bernoulli, .mixture] {
            let model = try model(likelihood, seed: seed)
            let ends = try PriorSampler(model).draw(2, seed: seed)
            let path = GeodesicPath(model, pool: pool)
            let found = try path.path(from: ends[0], to: ends[1], seed: seed)
            #expect(found.energy <= found.lineEnergy && found.energy > 0)
            let last = found.points.count - 1
            #expect(found.points[0] == ends[0] && Array(found.points[last]) == Array(ends[1]))
            #expect(abs(path.energy(of: found.points) - found.energy) < 1e-6 * found.energy)
            // Nor does it turn away and back between its points.
            let finer = path.energy(of: found.points.evenly(8 * last + 1))
            #expect(finer < 1.01 * found.energy, "\(finer) of \(found.energy)")
            // These decoders bend, so that there is something to gain.
            #expect(found.energy < 0.95 * found.lineEnergy, "\(found.energy) of \(found.lineEnergy)")
        }
    }

    @Test func aGeodesicBetweenTheSameImagesStays() throws {
        let model = try model()
        let end = try PriorSampler(model).draw(1, seed: 1)[0]
        let found = try GeodesicPath(model, pool: pool).path(from: end, to: end, seed: 1)
        #expect(found.energy == 0 && found.points.values.allSatisfy(\.isFinite))
    }

    /// From corner to corner of a square of nodes, small steps are cheaper than a large one.
    @Test func chainsTakeSmallSteps() {
        let places = [0.0, 3, 1, 2, 4]
        let chain = GeodesicPath.shortestChain(5) { node in
            places.map { ($0 - places[node]) * ($0 - places[node]) }
        }
        #expect(chain == [0, 2, 3, 1, 4])
    }

    /// Between two modes of a ring of them the way goes around the ring, where the line goes through the empty middle.
    @Test func densityPathsFollowTheDensity() throws {
        let network = try model(latents: 2)
        let angles = (0..<12).map { Double($0) * .pi / 6 }
        let means = angles.flatMap { [Float(3 * cosine($0)), Float(3 * sine($0))] }
        let prior = MixturePrior(
            logWeights: [Float](repeating: 0, count: 12), means: Latents(dimension: 2, values: means),
            logVariances: Latents(dimension: 2, values: [Float](repeating: -2, count: 24)))
        let model = network.with(prior: prior)
        let path = try #require(try DensityPath(model, seed: 1, pool: pool))
        let (start, end) = (Array(means[0..<2]), Array(means[6..<8]))
        let points = path.points(from: start[...], to: end[...])
        let line = InterpolationPath.linear.points(from: start[...], to: end[...], steps: points.count)
        func density(_ latents: Latents) -> Double {
            prior.logDensities(
                of: latents, classes: [Int?](repeating: nil, count: latents.count), options: DensityOptions(),
                pool: pool
            ).reduce(0, +) / Double(latents.count)
        }
        #expect(density(points) > density(line) + 0.5, "\(density(points)), \(density(line))")
        #expect(Array(points[0]) == start && Array(points[points.count - 1]) == end)
    }

    @Test func framesAreEvenlySpacedInTheImage() throws {
        let model = try model()
        let ends = try PriorSampler(model).draw(2, seed: 5)
        let inference = Inference(model, pool: pool)
        let points = InterpolationPath.linear.points(from: ends[0], to: ends[1], steps: 65)
        let measures = PathMeasures(try inference.decode(points))
        let frames = PathSpacing.image.frames(9, of: points, measures: measures)
        #expect(Array(frames[0]) == Array(ends[0]) && Array(frames[8]) == Array(ends[1]))
        func unevenness(_ latents: Latents) throws -> Double {
            let steps = PathMeasures(try inference.decode(latents)).steps
            return steps.max()! / steps.min()!
        }
        let plain = PathSpacing.latent.frames(9, of: points, measures: measures)
        #expect(plain == InterpolationPath.linear.points(from: ends[0], to: ends[1], steps: 9))
        let (even, uneven) = try (unevenness(frames), unevenness(plain))
        #expect(even < 1.3 && even < uneven, "\(even), by latents \(uneven)")
    }

    @Test func resamplingKeepsEndsAndCorners() {
        let corner = Latents(dimension: 2, values: [0, 0, 1, 0, 1, 3])
        let points = corner.resampled(lengths: [1, 3], count: 5)
        #expect(points.values == [0, 0, 1, 0, 1, 1, 1, 2, 1, 3])
        let still = Latents(dimension: 1, values: [2, 2, 2]).resampled(lengths: [0, 0], count: 4)
        #expect(still.values == [2, 2, 2, 2])
    }

    @Test func measuresAreThoseOfTheFrames() {
        let frames = [0, 3, 3, 7].map { level in
            GreyImage(
                size: ImageSize(width: 2, height: 1), bitDepth: .eight, samples: [UInt16](repeating: level, count: 2))
        }
        let measures = PathMeasures(frames)
        #expect(measures.steps == [3, 0, 4] && measures.length == 7 && measures.energy == 75)
    }

    private func cosine(_ angle: Double) -> Double { sine(angle + .pi / 2) }
    /// By its series, within twelve digits on 0...3π.
    private func sine(_ angle: Double) -> Double {
        var (term, sum) = (angle, angle)
        for k in 1..<25 {
            term *= -angle * angle / Double(2 * k * (2 * k + 1))
            sum += term
        }
        return sum
    }
}
