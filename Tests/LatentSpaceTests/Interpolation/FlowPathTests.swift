import LatentSpace
import Platform
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

    /// The noises are those of the ends' own classes, and the points go from the one class to the other: both ends come
    /// back.
    @Test func theClassChangesAlongThePath() {
        let prior = ShiftPrior(shifts: [2, 4])
        let path = FlowPath(prior, pool: pool)
        let points = path.points(from: start[...], to: end[...], classes: (0, 1), steps: 3)
        let arc = InterpolationPath.spherical.points(from: [1, -1, 0], to: [-3, 1, 2], steps: 3)
        #expect(points.values == arc.values.enumerated().map { 2 * $1 + [2, 3, 4][$0 / 3] })
        #expect(points[0].elementsEqual(start) && points[2].elementsEqual(end))
        // Where one end has none, the points have none.
        let half = path.points(from: start[...], to: end[...], classes: (0, nil), steps: 2)
        #expect(half.values == [2, -2, 0, -2, 6, 8])
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
