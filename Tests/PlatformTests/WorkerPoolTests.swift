import Platform
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
    @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 7, 100])
    func everyTaskIsDoneOnce(threads: Int, tasks: Int) {
        let pool = WorkerPool(threads: threads)
        for _ in 0..<20 {
            let counts = Mutex([Int](repeating: 0, count: tasks))
            pool.run(tasks) { task, worker in
                #expect((0..<threads).contains(worker))
                counts.withLock { $0[task] += 1 }
            }
            #expect(counts.withLock { $0 } == [Int](repeating: 1, count: tasks))
        }
    }

    /// Runs that follow each other at once and after a pause in which the threads fall asleep.
    @Test(arguments: [1, 2, 3, 8])
    func thousandsOfRunsEnd(threads: Int) async throws {
        let pool = WorkerPool(threads: threads)
        let done = Atomic<Int>(0)
        for round in 0..<3000 {
            pool.run(3) { _, _ in done.wrappingAdd(1, ordering: .relaxed) }
            if round % 300 == 0 { try await Task.sleep(for: .milliseconds(2)) }
        }
        #expect(done.load(ordering: .relaxed) == 9000)
    }

    /// A worker's memory is its own: no two tasks run under one worker's number at a time.
    @Test(arguments: [2, 3, 8])
    func aWorkerServesOneTaskAtATime(threads: Int) {
        let pool = WorkerPool(threads: threads)
        let busy = Mutex(Set<Int>())
        let clashes = Atomic<Int>(0)
        for _ in 0..<200 {
            pool.run(16) { _, worker in
                if !busy.withLock({ $0.insert(worker).inserted }) { clashes.wrappingAdd(1, ordering: .relaxed) }
                var sum = 0.0
                for step in 0..<200 { sum += Double(step) }
                #expect(sum > 0)
                busy.withLock { _ = $0.remove(worker) }
            }
        }
        #expect(clashes.load(ordering: .relaxed) == 0)
    }

    /// Plain writes of the workers are seen when the run has ended.
    @Test(arguments: [1, 2, 3, 8])
    func writesAreSeenAfterTheRun(threads: Int) {
        let pool = WorkerPool(threads: threads)
        nonisolated(unsafe) let numbers = UnsafeMutableBufferPointer<Int>.allocate(capacity: 64)
        defer { numbers.deallocate() }
        numbers.initialize(repeating: 0)
        for round in 1...500 {
            pool.run(64) { task, _ in numbers[task] += task }
            #expect(numbers[63] == 63 * round)
        }
    }

    @Test(arguments: [1, 2, 3, 8])
    func mapKeepsTheOrder(threads: Int) throws {
        let pool = WorkerPool(threads: threads)
        #expect(pool.map(100) { $0 * $0 } == (0..<100).map { $0 * $0 })
        #expect(pool.map(0) { $0 } == [])
    }

    @Test(arguments: [1, 2, 8])
    func mapThrowsTheErrorOfATaskAndThePoolGoesOn(threads: Int) throws {
        struct Failure: Error, Equatable {}
        let pool = WorkerPool(threads: threads)
        #expect(throws: Failure()) {
            try pool.map(50) { task in
                if task == 20 { throw Failure() }
                return task
            }
        }
        #expect(pool.map(3) { $0 } == [0, 1, 2])
    }

    /// In tasks, also those of the calling thread, and only there.
    @Test(arguments: [1, 2, 3])
    func subnormalNumbersAreZeroInTasks(threads: Int) {
        let pool = WorkerPool(threads: threads)
        for _ in 0..<20 {
            let results = Mutex<[Float]>([])
            pool.run(8) { _, _ in
                let result = product(.leastNormalMagnitude, 0.5)
                let operand = product(.leastNonzeroMagnitude, 1e30)
                results.withLock { $0 += [result, operand] }
            }
            #expect(results.withLock { $0 } == [Float](repeating: 0, count: 16))
        }
        #expect(product(.leastNormalMagnitude, 0.5) > 0 && product(.leastNonzeroMagnitude, 1e30) > 0)
    }
}

/// A product that isn't computed while compiling.
@inline(never)
private func product(_ first: Float, _ second: Float) -> Float { first * second }
