import Testing

@testable import Training

@Suite("Epoch plans and schedules")
struct PlanTests {
    @Test(
        "An epoch has every image once, in batches whose sizes differ by at most one",
        arguments: [(1, 64), (64, 64), (65, 64), (100, 7)])
    func coverage(count: Int, batch: Int) {
        let images = (0..<count).map { 3 * $0 + 5 }
        let plan = EpochPlan(images: images, batch: batch, seed: 4, epoch: 2)
        #expect(plan.batchCount == (count + batch - 1) / batch)
        let batches = (0..<plan.batchCount).map { Array(plan[$0]) }
        #expect(batches.flatMap(\.self).sorted() == images)
        let sizes = batches.map(\.count)
        #expect(sizes.max()! - sizes.min()! <= 1 && sizes.max()! <= batch)
    }

    @Test("The order of the images depends on the seed and the epoch")
    func order() {
        func order(_ seed: UInt64, _ epoch: Int) -> [Int] {
            Array(EpochPlan(images: Array(0..<100), batch: 100, seed: seed, epoch: epoch)[0])
        }
        #expect(order(1, 1) == order(1, 1))
        #expect(order(1, 1) != order(1, 2))
        #expect(order(1, 1) != order(2, 1))
        #expect(order(1, 1) != Array(0..<100))
    }

    private func schedule(warmup: Double = 0.2) -> Schedule {
        var settings = TrainingSettings()
        settings.learningRate = 0.5
        settings.beta = 4
        settings.warmup = warmup
        return Schedule(settings: settings)
    }

    @Test("The learning rate rises over a hundred steps and falls along a cosine to a hundredth")
    func learningRate() {
        let schedule = schedule()
        #expect(schedule.learningRate(progress: 0, step: 1) == 0.005)
        #expect(schedule.learningRate(progress: 0, step: 100) == 0.5)
        #expect(schedule.learningRate(progress: 0, step: 5000) == 0.5)
        #expect(abs(schedule.learningRate(progress: 0.5, step: 5000) - 0.5 * 0.505) < 1e-12)
        #expect(abs(schedule.learningRate(progress: 1, step: 5000) - 0.005) < 1e-12)
        // A run by minutes may take a little longer than planned.
        #expect(abs(schedule.learningRate(progress: 1.3, step: 5000) - 0.005) < 1e-12)
        let rates = (0...50).map { schedule.learningRate(progress: Double($0) / 50, step: 5000) }
        #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test("The rate's weight rises from 0 to beta over the warm-up")
    func beta() {
        let schedule = schedule()
        #expect(schedule.beta(progress: 0) == 0)
        #expect(schedule.beta(progress: 0.1) == 2)
        #expect(schedule.beta(progress: 0.2) == 4)
        #expect(schedule.beta(progress: 1) == 4)
        #expect(self.schedule(warmup: 0).beta(progress: 0) == 4)
    }

    @Test("The number of draws per image rises from one to all of them")
    func draws() {
        var settings = TrainingSettings()
        func draws(_ progress: Double) -> Int { Schedule(settings: settings).importanceSamples(progress: progress) }
        #expect([0, 0.5, 1].map(draws) == [1, 1, 1])
        settings.importanceSamples = 50
        #expect([-0.1, 0, 0.4, 0.8, 0.85, 0.9, 1, 1.3].map(draws) == [1, 1, 1, 1, 3, 7, 50, 50])
        settings.importanceStart = 0
        #expect([0, 1].map(draws) == [50, 50])
    }
}
