import Kernels
import Platform

/// Steps of Adam over the arenas of one model, on all threads. They take no memory.
package struct AdamPass: Sendable {
    private let partCount: Int
    private let constants: SharedArray<AdamStep>
    private let work: WorkerPool.Work

    /// - Parameters:
    ///   - optimizer: The optimizer whose moments and averaged weights are changed.
    ///   - gradients: Read at every step.
    package init(_ optimizer: AdamOptimizer, parameters: Arena, gradients: Arena) {
        let (first, second, average) = (optimizer.firstMoment, optimizer.secondMoment, optimizer.averaged)
        let parts = ArenaParts(parameters)
        let constants = SharedArray(repeating: AdamStep(step: 1, learningRate: 0, averaging: 0), count: 1)
        partCount = parts.count
        work = WorkerPool.Work { part, _ in
            let range = parts[part]
            KernelSet.current.adam(
                constants[0], gradients: gradients.buffer[range], parameters: parameters.buffer[range],
                averaged: average.buffer[range], firstMoment: first.buffer[range],
                secondMoment: second.buffer[range])
        }
        self.constants = constants
    }

    /// Takes one step.
    package func run(_ step: AdamStep, pool: WorkerPool) {
        constants[0] = step
        pool.run(partCount, work)
    }
}
