import Kernels
import Layers

extension LadderNetwork: NetworkStructure {
    func bufferCounts(backward: Bool) -> [Int] { backward ? buffers.backward : buffers.forward }

    var encodingOperations: Int { stacks.forwardOperations - stacks[output].forwardOperations }
    var decodingOperations: Int {
        levels.reduce(stacks.forwardOperations) { sum, level in
            let unused =
                [level.up] + [level.evidence].compactMap(\.self) + level.groups.flatMap { [$0.entry, $0.posterior] }
            return sum - unused.reduce(0) { $0 + stacks[$1].forwardOperations }
        }
    }

    var groupCount: Int { buffers.latents.count }

    func encode(_ input: Buffer, _ pass: NetworkPass) { ascend(input, pass) }

    func draw(_ pass: NetworkPass, rate: RateEstimate) -> Buffer {
        let workspace = pass.workspace
        let state = descend(pass) { group in
            let (posterior, count) = (posterior(group, pass), group.latentCount)
            for row in 0..<pass.rows {
                let own = posterior[row: row, of: 2 * count]
                let prior = statistics(group, pass)[row: row, of: 2 * count]
                let noise = part(group, of: workspace.noise, row: row)
                let drawn = latents(group, pass)[row: row, of: count]
                pass.setRate(
                    KernelSet.current.reparameterize(
                        posterior: own, prior: prior, noise: noise, isSampled: rate == .sampled, into: drawn),
                    row: row, group: group.shape.index)
            }
        }
        return pass.forward(output, state)
    }

    func posteriors(_ input: Buffer, _ pass: NetworkPass) -> Buffer {
        ascend(input, pass)
        let results = pass.buffer(buffers.posteriors, count: 2 * latentCount)
        _ = descend(pass) { group in
            let posterior = posterior(group, pass)
            let count = group.latentCount
            for image in 0..<pass.images {
                let own = posterior[row: image, of: 2 * count]
                let result = results[row: image, of: 2 * latentCount]
                latents(group, pass)[row: image, of: count].copy(from: own.prefix(count))
                result[group.shape.offset..<group.shape.offset + count].copy(from: own.prefix(count))
                let logVariances = result[
                    latentCount + group.shape.offset..<latentCount + group.shape.offset + count]
                logVariances.copy(from: own[count..<2 * count])
                KernelSet.current.boundLogVariance(logVariances)
            }
        }
        return results
    }

    func decode(_ pass: NetworkPass) -> Buffer {
        pass.forward(output, descend(pass) { take($0, from: pass.workspace.latents, pass) })
    }

    /// The bottom-up path: computes every level's evidence.
    private func ascend(_ input: Buffer, _ pass: NetworkPass) {
        var current = input
        for level in levels {
            current = pass.forward(level.up, current)
            if let evidence = level.evidence { pass.forward(evidence, current) }
        }
    }

    /// The top-down path, to the finest level's last state.
    ///
    /// - Parameter draw: Sets a group's latents. The statistics of the group's prior are known by then.
    func descend(_ pass: NetworkPass, _ draw: (LadderGroup) -> Void) -> Buffer {
        var state = pass.buffer(buffers.zeros, count: levels[levels.count - 1].width)
        for level in levels.reversed() {
            state = pass.forward(level.entry, state)
            for group in level.groups {
                let prior = pass.forward(group.prior, pass.forward(group.activation, state))
                group.copyStatistics(of: prior, rows: pass.rows, into: statistics(group, pass))
                draw(group)
                let sum = pass.forward(group.projection, latents(group, pass))
                KernelSet.current.add(state, to: sum)
                group.addAddend(of: prior, rows: pass.rows, to: sum)
                state = pass.forward(group.block, sum)
            }
        }
        return state
    }

    /// Sets a group's latents from rows of all latents.
    func take(_ group: LadderGroup, from rows: Buffer, _ pass: NetworkPass) {
        for row in 0..<pass.rows {
            latents(group, pass)[row: row, of: group.latentCount].copy(from: part(group, of: rows, row: row))
        }
    }

    /// A group's posterior, `[rows, 2, positions, channels]`, with unbounded log variances.
    private func posterior(_ group: LadderGroup, _ pass: NetworkPass) -> Buffer {
        let entry = pass.forward(group.entry, pass.output(group.activation))
        let level = levels[group.shape.level]
        let evidence = pass.output(level.evidence!)
        let count = group.shape.positions * group.shape.middle
        for row in 0..<pass.rows {
            KernelSet.current.addRows(
                group.shape.positions, columns: group.shape.middle,
                of: group.evidence(in: evidence, image: row / pass.draws, level),
                pitch: level.evidenceColumns, to: entry[row: row, of: count], pitch: group.shape.middle)
        }
        return pass.forward(group.posterior, entry)
    }
}
