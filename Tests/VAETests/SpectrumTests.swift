import Foundation
import Kernels
import Layers
import Platform
import Testing
@testable import VAE

@Suite("The spectrum of samples")
struct SpectrumTests {
    private static let map = LatentMap(height: 6, width: 5, channels: 2)
    private static let pool = WorkerPool(threads: 2)

    private static func normal(_ count: Int, seed: UInt64) -> Buffer {
        let values = Buffer(count: count)
        RandomStream(seed: seed, purpose: .tests).fillNormal(values)
        return values
    }

    /// A flow that carries noise to itself, because its last layer is zeros.
    private static func identity(matching: Bool? = true, map: LatentMap = map) throws -> FlowPrior {
        let network = try VelocityNetwork(
            FlowConfiguration(width: 16, blocks: 1, longSteps: nil, matchesSpectrum: matching), latentMap: map,
            latentCount: map.count)
        let arena = Arena(network.layout)
        network.initialize(arena, seed: 1)
        return FlowPrior(network: network, arena: arena)
    }

    /// Posteriors whose means have a power of their own at every frequency, and little noise.
    private static func posteriors(_ count: Int, deviation: (_ frequency: Int, _ channel: Int) -> Float) -> Posteriors {
        let transform = CosineTransform(map)
        let scratch = Buffer(count: map.count)
        var values: [Float] = []
        for index in 0..<count {
            let row = normal(map.count, seed: UInt64(100 + index))
            for place in 0..<map.count {
                let (position, channel) = (place / map.channels, place % map.channels)
                row[place] *= deviation(position / map.width + position % map.width, channel)
            }
            transform.apply(to: row, scratch: scratch, inverse: true)
            values += row.values
        }
        return Posteriors(
            means: Latents(dimension: map.count, values: values),
            logVariances: Latents(dimension: map.count, values: values.map { _ in -14 }))
    }

    @Test("The cosine transform is orthonormal, and its inverse gives the map back")
    func transform() {
        let transform = CosineTransform(Self.map)
        let (row, scratch) = (Self.normal(Self.map.count, seed: 3), Buffer(count: Self.map.count))
        let before = row.values
        transform.apply(to: row, scratch: scratch, inverse: false)
        func power(_ values: [Float]) -> Float { values.reduce(0) { $0 + $1 * $1 } }
        #expect(abs(power(row.values) / power(before) - 1) < 1e-5)
        // The first coefficient of a channel is its sum over the root of the number of positions.
        let sum = stride(from: 1, to: before.count, by: 2).reduce(0) { $0 + before[$1] }
        #expect(abs(row[1] - sum / Float(30).squareRoot()) < 1e-5)
        transform.apply(to: row, scratch: scratch, inverse: true)
        #expect(zip(row.values, before).allSatisfy { abs($0 - $1) < 1e-5 })
    }

    @Test("Gains give samples the power of the latents, by channel and frequency")
    func gains() throws {
        // White noise from the flow, and latents with more power in low frequencies of one channel.
        let posteriors = Self.posteriors(2000) { frequency, channel in
            channel == 0 ? 1 : exp(-Float(frequency) / 16)
        }
        let prior = try Self.identity().matchingSpectrum(of: posteriors, classes: [], seed: 1, pool: Self.pool)
        let gains = try #require(prior.gains)
        #expect(stride(from: 0, to: 60, by: 2).allSatisfy { abs(gains[$0] - 1) < 0.1 })
        let steepest = gains[1] / gains[59]
        #expect(steepest > 1.2 && steepest < exp(9.0 / 16) * 1.05, "\(steepest)")
        let noise = Latents(dimension: 60, values: Self.normal(60 * 400, seed: 9).values)
        func highOverLow(_ matching: Bool) -> Double {
            var transport = Transport.samples(guided: false, dimension: 60)
            transport.matchesSpectrum = matching
            let samples = prior.latents(
                fromNoise: noise, classes: [Int?](repeating: nil, count: 400), transport: transport, pool: Self.pool)
            let transform = CosineTransform(Self.map)
            let scratch = Buffer(count: 60)
            var (low, high) = (0.0, 0.0)
            for index in 0..<samples.count {
                let row = Buffer(Array(samples[index]))
                transform.apply(to: row, scratch: scratch, inverse: false)
                low += Double(row[1] * row[1])
                high += Double(row[59] * row[59])
            }
            return (high / low).squareRoot()
        }
        #expect(abs(highOverLow(false) - 1) < 0.15)
        #expect(abs(highOverLow(true) * Double(steepest) - 1) < 0.15)
    }

    @Test("Paths between images and densities know no gains")
    func paths() throws {
        let posteriors = Self.posteriors(300) { frequency, _ in exp(-Float(frequency) / 8) }
        let plain = try Self.identity()
        let prior = try plain.matchingSpectrum(of: posteriors, classes: [], seed: 1, pool: Self.pool)
        let rows = Latents(dimension: 60, values: Self.normal(60 * 3, seed: 9).values)
        let classes = [Int?](repeating: nil, count: 3)
        func forward(_ prior: FlowPrior, _ transport: Transport) -> Latents {
            prior.latents(fromNoise: rows, classes: classes, transport: transport, pool: Self.pool)
        }
        #expect(forward(prior, Transport()) == forward(plain, Transport()))
        #expect(
            forward(prior, .samples(guided: false, dimension: 60))
                != forward(plain, .samples(guided: false, dimension: 60)))
        let options = DensityOptions(steps: 4)
        #expect(
            prior.logDensities(of: rows, classes: classes, options: options, pool: Self.pool)
                == plain.logDensities(of: rows, classes: classes, options: options, pool: Self.pool))
    }

    @Test("A flow from an older version gets gains, and keeps its weights; a vector has one gain")
    func olderFlows() throws {
        let posteriors = Self.posteriors(50) { _, _ in 1 }
        let old = try Self.identity(matching: nil)
        #expect(old.gains == nil)
        let new = try old.matchingSpectrum(of: posteriors, classes: [], seed: 1, pool: Self.pool)
        #expect(new.gains?.count == 60)
        for slot in old.network.layout.slots {
            let same = try #require(new.network.layout.slots.first { $0.name == slot.name })
            #expect(new.arena[same].values == old.arena[slot].values, "\(slot.name)")
        }
        let vector = try Self.identity(map: LatentMap(height: 1, width: 1, channels: 60))
        let gains = try #require(
            vector.matchingSpectrum(of: posteriors, classes: [], seed: 1, pool: Self.pool).gains)
        #expect(Set(gains).count == 1)
    }

    @Test("Gains stay within their range, also for latents without any variance")
    func extremes() throws {
        for deviation: Float in [0, 1e-6, 1e6] {
            let posteriors = Self.posteriors(20) { _, _ in deviation }
            let prior = try Self.identity().matchingSpectrum(of: posteriors, classes: [], seed: 1, pool: Self.pool)
            #expect(try #require(prior.gains).allSatisfy { (0.5...2).contains($0) }, "\(deviation)")
        }
    }
}

extension FlowPrior {
    /// The prior with gains for its samples, whose steps aren't fitted.
    fileprivate func matchingSpectrum(
        of posteriors: Posteriors, classes: [Int], seed: UInt64, pool: WorkerPool
    ) throws -> FlowPrior {
        try matchingSpectrum(of: posteriors, samples: spectrumSamples(classes: classes, seed: seed, pool: pool))
    }
}
