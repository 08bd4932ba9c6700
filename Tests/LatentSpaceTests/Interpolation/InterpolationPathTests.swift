import LatentSpace
import Testing
import VAE

@Suite struct InterpolationPathTests {
    private func norm(_ point: some Sequence<Float>) -> Double {
        point.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }

    /// Two typical latents, at different distances from the origin.
    private let start: [Float] = [1.1, -0.4, 0.3, 2.2, -1.7, 0.05]
    private let end: [Float] = [-0.2, 0.9, 0.7, -0.6, -1.2, 0.4]

    @Test(arguments: InterpolationPath.allCases, [2, 3, 7, 100])
    func endsAreExact(path: InterpolationPath, steps: Int) {
        let points = path.points(from: start[...], to: end[...], steps: steps)
        #expect(points.count == steps && points.dimension == 6)
        #expect(points[0].map(\.bitPattern) == start.map(\.bitPattern))
        #expect(points[steps - 1].map(\.bitPattern) == end.map(\.bitPattern))
    }

    @Test func pointsOnTheLineAreEvenlySpaced() {
        let points = InterpolationPath.linear.points(from: start[...], to: end[...], steps: 9)
        for step in 0..<9 {
            for dimension in start.indices {
                let expected = start[dimension] + (end[dimension] - start[dimension]) * Float(step) / 8
                #expect(abs(points[step][step * 6 + dimension] - expected) < 1e-6)
            }
        }
    }

    /// The distance from the origin changes evenly, the direction turns evenly; the line cuts the corner instead.
    @Test func theArcKeepsItsDistanceAndTurnsEvenly() {
        let points = InterpolationPath.spherical.points(from: start[...], to: end[...], steps: 9)
        let (first, last) = (norm(start), norm(end))
        for step in 0..<9 {
            let expected = first + (last - first) * Double(step) / 8
            #expect(abs(norm(points[step]) - expected) < 1e-6)
        }
        let cosines = (0..<8).map { step in
            let dot = zip(points[step], points[step + 1]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            return dot / norm(points[step]) / norm(points[step + 1])
        }
        #expect(cosines.allSatisfy { abs($0 - cosines[0]) < 1e-6 })
        let line = InterpolationPath.linear.points(from: start[...], to: end[...], steps: 9)
        #expect(norm(line[4]) < norm(points[4]) - 0.1)
    }

    /// A quarter circle by hand: halfway from (1, 0) to (0, 1) lies (√½, √½); from (2, 0) to (0, 4), three times that.
    @Test func halfwayOnAQuarterCircle() {
        let half = Float(0.5).squareRoot()
        for (from, to, length) in [([Float(1), 0], [Float(0), 1], Float(1)), ([2, 0], [0, 4], 3)] {
            let points = InterpolationPath.spherical.points(from: from[...], to: to[...], steps: 3)
            for value in points[1] { #expect(abs(value - half * length) < 1e-6) }
        }
    }

    /// No arc can be chosen between these; a way is found all the same.
    @Test func degenerateEndsGiveNumbers() {
        let zero = [Float](repeating: 0, count: 6)
        let tiny = start.map { $0 * 1e-30 }
        let nearlyOpposite = start.enumerated().map { $0 == 0 ? -$1 * 1.00001 : -$1 }
        let nearlySame = start.enumerated().map { $0 == 0 ? $1 * 1.0000002 : $1 }
        let pairs: [([Float], [Float])] = [
            (start, start), (start, start.map { -$0 }), (start, start.map { $0 * 3 }), (start, start.map { $0 * -0.3 }),
            (zero, start), (start, zero), (zero, zero), (start, nearlyOpposite), (start, nearlySame), (tiny, start),
            (start.map { $0 * 1e18 }, end.map { $0 * 1e18 }),
        ]
        for (from, to) in pairs {
            let points = InterpolationPath.spherical.points(from: from[...], to: to[...], steps: 11)
            #expect(points.values.allSatisfy { $0.isFinite })
            #expect(points[0].elementsEqual(from) && points[10].elementsEqual(to))
            let limit = max(norm(from), norm(to)) * 1.01
            #expect((0..<11).allSatisfy { norm(points[$0]) <= limit })
        }
    }

    /// Slices are what rows of latents are: their indices don't begin at zero.
    @Test func rowsOfLatentsCanBeEnds() {
        let rows = Latents(dimension: 6, values: start + end)
        let points = InterpolationPath.linear.points(from: rows[1], to: rows[0], steps: 2)
        #expect(points.values == end + start)
    }
}
