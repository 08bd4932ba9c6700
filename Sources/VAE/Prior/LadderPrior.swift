import Kernels
import Layers
import Platform
import Synchronization

/// The prior that a ladder network learned: each group's latents are normal, given those of all groups above.
///
/// The maps from noise to latents and from latents to noise are exact, group by group.
package struct LadderPrior: Prior {
    private let network: VariationalAutoencoder
    private let arena: Arena

    /// - Parameters:
    ///   - network: A ladder network.
    ///   - parameters: Those of the whole model.
    init(network: VariationalAutoencoder, parameters: Arena) {
        precondition(network.ladder != nil, "the network is a ladder")
        self.network = network
        arena = parameters
    }

    package var classNames: [String] { [] }
    package var configuration: PriorConfiguration { .ladder }
    package var parameters: PriorParameters? { nil }

    package func latents(
        fromNoise noise: Latents, classes: [PriorClass], transport: Transport, pool: WorkerPool
    ) -> Latents {
        mapRows(noise, pool: pool) { draw, _ in
            let deviations = draw.deviations()
            for index in 0..<draw.count {
                draw.latents[index] = draw.means[index] + deviations[index] * draw.row[index]
                draw.row[index] = draw.latents[index]
            }
        }
    }

    package func noise(
        ofLatents latents: Latents, classes: [Int?], transport: Transport, pool: WorkerPool
    ) -> Latents {
        mapRows(latents, pool: pool) { draw, _ in
            let deviations = draw.deviations()
            for index in 0..<draw.count {
                draw.latents[index] = draw.row[index]
                draw.row[index] = (draw.row[index] - draw.means[index]) / deviations[index]
            }
        }
    }

    package func logDensities(
        of latents: Latents, classes: [Int?], options: DensityOptions, pool: WorkerPool
    ) -> [Double] {
        let densities = SharedArray(repeating: 0.0, count: latents.count)
        _ = mapRows(latents, pool: pool) { draw, row in
            var sum = Double(draw.count) * log(2 * Double.pi)
            for index in 0..<draw.count {
                draw.latents[index] = draw.row[index]
                let (logVariance, distance) = (draw.logVariances[index], draw.row[index] - draw.means[index])
                sum += Double(logVariance) + Double(distance * distance) * exp(-Double(logVariance))
            }
            densities[row] -= 0.5 * sum
        }
        return densities.prefix(latents.count)
    }

    /// One group of one row.
    private struct Draw {
        /// The group's part of the row, which may be changed.
        let row: Buffer
        /// The means of the group's prior.
        let means: Buffer
        /// The bounded log variances of the group's prior.
        let logVariances: Buffer
        /// Set by the body.
        let latents: Buffer
        var count: Int { row.count }

        /// The standard deviations of the group's prior, which overwrite the log variances.
        func deviations() -> Buffer {
            KernelSet.current.deviations(ofLogVariances: logVariances)
            return logVariances
        }
    }

    /// Takes the rows in lanes through the top-down path. `body` is called for every group of every row, from the top.
    private func mapRows(
        _ latents: Latents, pool: WorkerPool, _ body: @Sendable (Draw, _ row: Int) -> Void
    ) -> Latents {
        let ladder = network.ladder!
        precondition(latents.dimension == ladder.latentCount, "the latents have the model's dimension")
        let weights = NetworkWeights(network, parameters: arena, backward: false)
        weights.pack(pool: pool)
        let share = (latents.count + pool.threadCount - 1) / pool.threadCount
        let size = max(1, min(share, network.imagesPerLane))
        let workspaces = Mutex<[LaneWorkspace]>([])
        let values = Buffer(latents.values)
        pool.run((latents.count + size - 1) / size) { lane, _ in
            let range = lane * size..<min(latents.count, (lane + 1) * size)
            let workspace =
                workspaces.withLock { $0.popLast() } ?? LaneWorkspace(network, capacity: size, backward: false)
            let rows = values[range, each: ladder.latentCount]
            let pass = network.pass(images: range.count, weights: weights, workspace: workspace)
            _ = ladder.descend(pass) { group in
                for (place, row) in range.enumerated() {
                    let count = group.latentCount
                    let statistics = ladder.statistics(group, pass)[row: place, of: 2 * count]
                    let logVariances = statistics[count..<2 * count]
                    KernelSet.current.boundLogVariance(logVariances)
                    body(
                        Draw(
                            row: ladder.part(group, of: rows, row: place), means: statistics.prefix(count),
                            logVariances: logVariances,
                            latents: ladder.latents(group, pass)[row: place, of: count]), row)
                }
            }
            workspaces.withLock { $0.append(workspace) }
        }
        return Latents(dimension: latents.dimension, values: values.values)
    }
}
