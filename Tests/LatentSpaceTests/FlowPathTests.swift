import Kernels
import LatentSpace
import Testing
import VAE

@Suite struct FlowPathTests {
    private let pool = WorkerPool(threads: 1)
    private let start: [Float] = [4, 0, 2]
    private let end: [Float] = [-2, 6, 8]

    @Test func thePathIsAnArcBetweenNoises() {
        let prior = ShiftPrior(shifts: [2, 4])
        let points = FlowPath(prior, pool: pool).points(from: start[...], to: end[...], classes: (0, 0), steps: 5)
        #expect(points.count == 5 && points.dimension == 3)
        let arc = InterpolationPath.spherical.points(from: [1, -1, 0], to: [-2, 2, 3], steps: 5)
        #expect(points.values == arc.values.map { 2 * $0 + 2 })
        #expect(points[0].elementsEqual(start) && points[4].elementsEqual(end))
    }

    /// The noises are those of the ends' own classes, the points' class is any.
    @Test func classesThatDifferMeetInAnyClass() {
        let prior = ShiftPrior(shifts: [2, 4])
        let points = FlowPath(prior, pool: pool).points(from: start[...], to: end[...], classes: (0, 1), steps: 2)
        #expect(points.values == [2, -2, 0, -6, 2, 4])
    }

    @Test func theStandardPriorsPathIsTheSphericalOne() {
        let path = FlowPath(StandardNormalPrior(), pool: pool)
        #expect(
            path.points(from: start[...], to: end[...], steps: 7)
                == InterpolationPath.spherical.points(from: start[...], to: end[...], steps: 7))
    }

    /// Guidance counts on the way to the new class alone.
    @Test func translationKeepsTheNoise() {
        let translation = ClassTranslation(
            ShiftPrior(shifts: [2, 10]), transport: Transport(guidance: 3), pool: pool)
        let translated = translation.translate(
            Latents(dimension: 2, values: [4, 6, 4, 6, 4, 6]), from: [0, 1, nil], to: 1)
        #expect(translated.values == [32, 34, 24, 26, 34, 36])
    }
}
