import GreyImages
import Kernels
import Platform
import Testing
import VAE
@testable import LatentSpace

@Suite struct MapTests {
    private let pool = WorkerPool(threads: 2)

    private func normal(_ count: Int, seed: UInt64) -> [Float] {
        let numbers = Buffer(count: count)
        RandomStream(seed: seed, purpose: .tests).fillNormal(numbers)
        return numbers.values
    }

    @Test func componentsAreTheDirectionsOfTheMostVariance() {
        // Deviations of 3 along (3, 4) / 5, 1 along (-4, 3) / 5, none along the third.
        let numbers = normal(4000, seed: 1)
        let latents = Latents(
            dimension: 3,
            values: (0..<2000).flatMap { row -> [Float] in
                let (a, b) = (3 * numbers[2 * row], numbers[2 * row + 1])
                return [0.6 * a - 0.8 * b + 7, 0.8 * a + 0.6 * b, 2]
            })
        let components = PrincipalComponents(latents, limit: 5)
        #expect(components.count == 2, "what doesn't vary is no direction")
        #expect(abs(components.variances[0] - 9) < 0.6 && abs(components.variances[1] - 1) < 0.1)
        #expect(abs(components.directions[0].first! - 0.6) < 0.02)
        let coordinates = components.coordinates(of: latents)
        let covariance = coordinates.reduce(0) { $0 + $1[0] * $1[1] } / 2000
        #expect(abs(covariance) < 1e-3)
        #expect(PrincipalComponents(latents, limit: 1).count == 1)
    }

    /// Three clusters in ten dimensions come out as three: an item's nearest neighbours on the map are of its own.
    @Test func clustersStayTogether() {
        let noise = normal(150 * 10, seed: 2)
        let rows = (0..<150).map { row in
            (0..<10).map { Double(noise[10 * row + $0]) + ($0 == row % 3 ? 12 : 0) }
        }
        let map = NeighbourMap(rows, perplexity: 10, pool: pool) { _ in }.points
        for row in 0..<150 {
            let nearest = (0..<150).filter { $0 != row }.min { first, second in
                func distance(_ other: Int) -> Double {
                    let (x, y) = (map[row].x - map[other].x, map[row].y - map[other].y)
                    return x * x + y * y
                }
                return distance(first) < distance(second)
            }!
            #expect(nearest % 3 == row % 3)
        }
        #expect(map.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        let alone = NeighbourMap(rows, perplexity: 10, pool: WorkerPool(threads: 1)) { _ in }
        #expect(alone.points == map)
    }

    @Test func fewItemsAndCopiesHaveAMap() {
        for count in [1, 2, 3, 4] {
            let map = NeighbourMap((0..<count).map { [Double($0), 0] }, pool: pool) { _ in }.points
            #expect(map.count == count && map.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        }
        let copies = NeighbourMap((0..<20).map { [Double($0 / 10)] }, pool: pool) { _ in }.points
        #expect(copies.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        for alike in [[1.5, 2], []] {
            let place = NeighbourMap([[Double]](repeating: alike, count: 40), pool: pool) { _ in }.points
            #expect(place == [MapPoint](repeating: MapPoint(x: 0, y: 0), count: 40))
        }
    }

    @Test func thumbnailsLieWhereTheirPointsDo() {
        let size = ImageSize(width: 8, height: 8)
        let images = [50, 100, 150].map { level in
            GreyImage(size: size, bitDepth: .eight, samples: [UInt16](repeating: level, count: 64))
        }
        let map = ThumbnailMap(
            [MapPoint(x: 0, y: 0), MapPoint(x: 10, y: 10), MapPoint(x: 10, y: 0)], bitDepth: .eight, side: 400
        ) { images[$0] }
        #expect(map.shownCount == 3)
        #expect(map.image[5, 395] == 50 && map.image[395, 5] == 100 && map.image[395, 395] == 150)
        #expect(map.image[200, 200] == 255 && map.image[5, 5] == 255)
        let same = ThumbnailMap([MapPoint(x: 1, y: 1), MapPoint(x: 1, y: 1)], bitDepth: .eight) { images[$0] }
        #expect(same.shownCount == 1)
    }
}
