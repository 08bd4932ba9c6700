import Grisaille
import Kernels

/// Measures how fast diverse samples are selected from existing candidates.
struct ChoiceBenchmark {
    /// A selection to measure.
    struct Case {
        let name: String
        let method: SelectionMethod
        let samples: Int
        let candidates: Int
    }

    let pool: WorkerPool

    static let cases = [
        Case(name: "dpp-256", method: .dpp, samples: 256, candidates: 5120),
        Case(name: "greedy-1000", method: .greedy, samples: 1000, candidates: 20_000),
    ]

    /// The number of features by which candidates are compared.
    private static let dimension = 16
    private static let choices = 3

    /// The median number of seconds per selection.
    func seconds(of choice: Case) -> Double {
        let numbers = Buffer(count: choice.candidates * Self.dimension)
        RandomStream(seed: 1, purpose: .benchmarks).fillNormal(numbers)
        let features = Latents(dimension: Self.dimension, values: numbers.values)
        let qualities = (0..<choice.candidates).map { 0.2 + 0.8 * Double($0 * 7919 % 1000) / 1000 }
        let times = (0..<Self.choices).map { number in
            let begin = ContinuousClock.now
            let kernel = DiversityKernel(Similarity(features, pool: pool), qualities: qualities, diversity: 0.5)
            _ = DiverseSelection(choice.samples, of: kernel, method: choice.method, seed: UInt64(number))
            return (ContinuousClock.now - begin).seconds
        }
        return times.sorted()[Self.choices / 2]
    }
}
