import Foundation
import Kernels
import Platform
import Testing
import VAE
@testable import LatentSpace

@Suite struct DiverseSelectionTests {
    private let pool = WorkerPool(threads: 2)

    private func features(_ count: Int, dimension: Int = 3, seed: UInt64 = 1) -> Latents {
        let numbers = Buffer(count: count * dimension)
        RandomStream(seed: seed, purpose: .tests).fillNormal(numbers)
        return Latents(dimension: dimension, values: numbers.values)
    }

    private func kernel(
        _ features: Latents, diversity: Double, qualities: [Double]? = nil, threads: Int = 2
    ) -> DiversityKernel {
        DiversityKernel(
            Similarity(features, pool: WorkerPool(threads: threads)),
            qualities: qualities ?? [Double](repeating: 1, count: features.count),
            diversity: diversity)
    }

    private func distance(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
        zip(a, b).reduce(0) { $0 + pow(Double($1.0) - Double($1.1), 2) }.squareRoot()
    }

    @Test func similaritiesAreThoseOfTheDistances() {
        let features = features(30)
        let similarity = Similarity(features, pool: pool)
        var distances: [Double] = []
        for i in 0..<30 { for j in i + 1..<max(30, i + 1) { distances.append(distance(features[i], features[j])) } }
        #expect(abs(similarity.scale - distances.sorted()[distances.count / 2]) < 1e-5)
        for i in 0..<30 {
            for (j, value) in similarity.similarities(of: i, to: 0..<30).enumerated() {
                let expected = exp(-0.5 * pow(distance(features[i], features[j]) / similarity.scale, 2))
                #expect(abs(value - expected) < 1e-5)
            }
        }
        let mean = distances.reduce(0, +) / Double(distances.count)
        #expect(abs(similarity.meanDistance(among: Array(0..<30)) - mean) < 1e-5)
    }

    /// Far from the origin, where their squared lengths hide what tells them apart, the same items are still the same.
    @Test func aCommonShiftChangesNothing() {
        let plain = features(20)
        let moved = Latents(dimension: 3, values: plain.values.map { $0 + 512 })
        let (first, second) = (Similarity(plain, pool: pool), Similarity(moved, pool: pool))
        #expect(abs(first.scale - second.scale) < 1e-3)
        #expect(Similarity(Latents(dimension: 2, values: [5, 6, 5, 6, 5, 6]), pool: pool).scale == 1)
    }

    /// Greedy, step by step, is what a search over all items by whole determinants finds.
    @Test(arguments: [0.3, 0.5, 1.0]) func greedyFindsTheLargestDeterminants(diversity: Double) {
        let qualities = (0..<40).map { 0.2 + Double($0 * 7 % 11) / 11 }
        let kernel = kernel(features(40), diversity: diversity, qualities: qualities)
        let matrix = kernel.matrix()
        func logDeterminant(_ items: [Int]) -> Double {
            let part = items.flatMap { row in items.map { matrix[row * 40 + $0] } }
            return SymmetricEigen(part, size: items.count).values.reduce(0) { $0 + log($1) }
        }
        var expected: [Int] = []
        for _ in 0..<8 {
            expected.append(
                (0..<40).filter { !expected.contains($0) }.max {
                    logDeterminant(expected + [$0]) < logDeterminant(expected + [$1])
                }!)
        }
        #expect(GreedySelection(8, of: kernel).items == expected)
    }

    /// Of as many rows as the kernel has rank, a factor makes the kernel again, and its process is the same.
    @Test func aFactorStandsForItsKernel() {
        let kernel = kernel(features(60), diversity: 0.5, qualities: (0..<60).map { 0.4 + Double($0 % 7) / 10 })
        let (whole, matrix) = (PivotedFactor(kernel, limit: 60), kernel.matrix())
        let rows = whole.rows
        for row in 0..<60 {
            for column in 0..<60 {
                let sum = whole.pivots.indices.reduce(0.0) { sum, pivot in
                    sum + rows[pivot * 60 + row] * rows[pivot * 60 + column]
                }
                #expect(abs(sum - matrix[row * 60 + column]) < 1e-5)
            }
        }
        #expect(whole.unexplained < 1e-5)
        let exact = KDPP(kernel: matrix, itemCount: 60)
        let dual = KDPP(factor: rows, rowCount: whole.pivots.count, itemCount: 60)
        for k in [1, 5, 12] {
            let pairs = zip(exact.inclusionProbabilities(k), dual.inclusionProbabilities(k))
            #expect(pairs.allSatisfy { abs($0 - $1) < 1e-3 }, "of \(k)")
        }
        // With fewer rows it tells how much is missing: what the trace lacks.
        let part = PivotedFactor(kernel, limit: 10)
        let trace = (0..<60).reduce(0) { $0 + matrix[$1 * 61] }
        let explained = part.rows.reduce(0) { $0 + $1 * $1 }
        #expect(abs(part.unexplained - (1 - explained / trace)) < 1e-5 && part.unexplained > 0.01)
    }

    /// Of many items, the draw is from a factor's product; its probabilities still are those of the draw.
    @Test func manyItemsAreDrawnByAFactor() {
        let kernel = kernel(features(2000, dimension: 2), diversity: 1)
        let selection = DiverseSelection(10, of: kernel, method: .dpp, seed: 1)
        #expect(selection.items.count == 10 && selection.beyondRank == 0 && selection.unexplained < 1e-3)
        let (process, _) = kernel.process(drawing: 10)
        #expect(abs(process.inclusionProbabilities(10).reduce(0, +) - 10) < 1e-6)
    }

    @Test func farthestIsTheFarthest() {
        let features = features(50)
        let items = FarthestSelection(10, of: kernel(features, diversity: 1)).items
        for step in 1..<10 {
            func nearest(_ item: Int) -> Double { items[..<step].map { distance(features[$0], features[item]) }.min()! }
            #expect((0..<50).allSatisfy { nearest($0) <= nearest(items[step]) + 1e-6 })
        }
    }

    /// Without any weight on quality or variety, every set is as good: the first items, or any.
    @Test func withoutDiversityNothingIsPreferred() {
        let kernel = kernel(features(30), diversity: 0, qualities: (0..<30).map { 0.1 + Double($0) / 30 })
        for method in [SelectionMethod.greedy, .farthest] {
            #expect(DiverseSelection(5, of: kernel, method: method, seed: 1).items == Array(0..<5))
        }
        let drawn = DiverseSelection(6, of: kernel, method: .dpp, seed: 1)
        #expect(drawn.inclusionProbabilities!.allSatisfy { abs($0 - 0.2) < 1e-9 })
        #expect(drawn.weights.allSatisfy { abs($0 - 1) < 1e-9 })
    }

    /// Weighted by the inverse of their probabilities, the draws' mean is that of the pool.
    @Test func theWeightsCorrectStatistics() {
        let features = features(40)
        let qualities = (0..<40).map { 0.3 + Double($0) / 40 }
        let kernel = kernel(features, diversity: 0.5, qualities: qualities)
        let mean = (0..<40).reduce(0) { $0 + Double(features[$1].first!) } / 40
        var sum = 0.0
        let draws = 1500
        for number in 0..<draws {
            let selection = DiverseSelection(5, of: kernel, method: .dpp, seed: 3, number: number)
            for (item, probability) in zip(selection.items, selection.inclusionProbabilities!) {
                sum += Double(features[item].first!) / probability / 40 / Double(draws)
            }
        }
        #expect(abs(sum - mean) < 0.06, "\(sum), not \(mean)")
    }

    /// Of ten items that are copies of three, what the rank has no room for is filled up with the best of the rest.
    @Test(arguments: SelectionMethod.allCases) func copiesComeLast(method: SelectionMethod) {
        let three = features(3)
        let copies = Latents(dimension: 3, values: (0..<10).flatMap { Array(three[$0 % 3]) })
        let qualities = (0..<10).map { $0 == 7 ? 1 : 0.5 }
        let kernel = DiversityKernel(Similarity(copies, scale: 1, pool: pool), qualities: qualities, diversity: 0.9)
        let selection = DiverseSelection(5, of: kernel, method: method, seed: 2)
        #expect(selection.items.count == 5 && selection.beyondRank == 2 && selection.items == selection.items.sorted())
        #expect(Set(selection.items.map { $0 % 3 }).count == 3)
        #expect(selection.inclusionProbabilities == nil)
        #expect(abs(selection.weights.reduce(0, +) - 5) < 1e-9)
    }

    @Test(arguments: SelectionMethod.allCases) func anyNumberOfThreadsChoosesTheSame(method: SelectionMethod) {
        let features = features(700, dimension: 5)
        let (first, second) = (selection(threads: 1), selection(threads: 3))
        func selection(threads: Int) -> DiverseSelection {
            DiverseSelection(
                20, of: kernel(features, diversity: 0.7, threads: threads), method: method, seed: 4)
        }
        #expect(first.items == second.items && first.weights == second.weights)
    }

    /// Chosen items are more varied than plain draws by every measure.
    @Test(arguments: SelectionMethod.allCases) func selectionIsMoreVaried(method: SelectionMethod) {
        let features = features(600, dimension: 4)
        let kernel = kernel(features, diversity: 1)
        let modes = PoolModes(features, count: 40, seed: 1, pool: pool)
        let items = DiverseSelection(30, of: kernel, method: method, seed: 4).items
        let after = DiversityMeasures(of: items, in: kernel.similarity, modes: modes)
        let before = DiversityMeasures(of: Array(0..<30), in: kernel.similarity, modes: modes)
        #expect(after.vendiScore! > 1.1 * before.vendiScore!)
        #expect(after.logDeterminant! > before.logDeterminant! + 5)
        #expect(after.meanPairwiseDistance > before.meanPairwiseDistance)
        #expect(after.modeCoverage > before.modeCoverage)
    }

    /// One of the same item many times, as many as there are of wholly different ones, and 2 of two pairs.
    @Test func theVendiScoreCounts() {
        #expect(abs(DiversityMeasures.vendiScore([4, 0, 0, 0]) - 1) < 1e-12)
        #expect(abs(DiversityMeasures.vendiScore([1, 1, 1, 1]) - 4) < 1e-12)
        #expect(abs(DiversityMeasures.vendiScore([2, 2, 0, -1e-17]) - 2) < 1e-12)
    }

    @Test func qualityIsWhatIsUsualAndComesBack() {
        var densities = (0..<101).map { Double($0) }
        var errors = [Double](repeating: 1, count: 101) + []
        for index in 0..<101 { errors[index] += Double(index % 10) / 100 }
        densities.append(-500)
        errors.append(1)
        densities.append(50)
        errors.append(9)
        let quality = CandidateQuality(logDensities: densities, encodingErrors: errors)
        #expect(quality.typicality[50] > 0.99 && quality.typicality[101] < 1e-6)
        #expect(abs(quality.typicality[10] - quality.typicality[90]) < 0.1)
        #expect(quality.consistency[0] == 1 && quality.consistency[102] < 1e-6 && quality.typicality[102] > 0.99)
        #expect(quality.values.allSatisfy { $0 > 0 && $0 <= 1 })
        let same = CandidateQuality(logDensities: [2, 2, 2], encodingErrors: [1, 1, 1])
        #expect(same.values == [1, 1, 1])
    }
}
