import Kernels
import Layers

/// The backward pass: through the levels of the top-down path from the finest, then through those of the bottom-up path from
/// the coarsest.
extension LadderNetwork {
    func backward(
        _ outputGradient: Buffer, input: Buffer, _ pass: NetworkPass, rate: RateEstimate, gradients: NetworkGradients
    ) {
        var (current, next) = (buffers.state, buffers.nextState)
        func gradient(_ index: Int, _ level: LadderLevel) -> Buffer {
            pass.buffer(index, count: level.positions * level.width)
        }
        func imageGradient(_ index: Int, _ level: LadderLevel) -> Buffer {
            pass.imageBuffer(index, count: level.positions * level.width)
        }
        pass.backward(
            output, outputGradient, input: pass.output(levels[0].exit), gradients: gradients,
            into: gradient(current, levels[0]))
        for (index, level) in levels.enumerated() {
            for group in level.groups.reversed() {
                backward(group, gradient(current, level), pass, rate, gradients)
            }
            let isTop = index + 1 == levels.count
            pass.backward(
                level.entry, gradient(current, level),
                input: isTop
                    ? pass.buffer(buffers.zeros, count: level.width)
                    : pass.output(levels[index + 1].exit),
                gradients: gradients, into: isTop ? nil : gradient(next, levels[index + 1]))
            swap(&current, &next)
        }

        for (index, level) in levels.enumerated().reversed() {
            let (isTop, isFinest) = (index + 1 == levels.count, index == 0)
            // The gradient of the level's own state on the bottom-up path: from its evidence, and from the level above.
            let upGradient = imageGradient(current, level)
            let output = pass.output(level.up)
            let fromAbove = imageGradient(next, level)
            if let evidence = level.evidence {
                pass.backward(
                    evidence, evidenceGradient(index, level, pass), input: output, gradients: gradients,
                    into: upGradient)
                if !isTop { KernelSet.current.add(fromAbove, to: upGradient) }
            } else {
                // The coarsest level always has evidence.
                upGradient.copy(from: fromAbove)
            }
            pass.backward(
                level.up, upGradient, input: isFinest ? input : pass.output(levels[index - 1].up),
                gradients: gradients, into: isFinest ? nil : imageGradient(next, levels[index - 1]))
        }
    }

    private func evidenceGradient(_ index: Int, _ level: LadderLevel, _ pass: NetworkPass) -> Buffer {
        pass.imageBuffer(buffers.evidence[index], count: level.positions * level.evidenceColumns)
    }

    /// Turns the gradient of the state after a group into that of the state before it.
    private func backward(
        _ group: LadderGroup, _ state: Buffer, _ pass: NetworkPass, _ rate: RateEstimate, _ gradients: NetworkGradients
    ) {
        let level = levels[group.shape.level]
        let (rows, count) = (pass.rows, group.latentCount)
        let active = pass.output(group.activation)
        let sum = pass.buffer(buffers.sum, count: group.shape.positions * group.shape.width)
        pass.backward(group.block, state, input: pass.output(group.projection), gradients: gradients, into: sum)

        // The sum's gradient is that of each of its three terms.
        let latentGradient = pass.buffer(buffers.latentGradient, count: count)
        pass.backward(
            group.projection, sum, input: latents(group, pass), gradients: gradients, into: latentGradient)
        let posterior = pass.buffer(buffers.posterior, count: 2 * count)
        let statistics = pass.buffer(buffers.statisticsGradient, count: 2 * count)
        for row in 0..<rows {
            KernelSet.current.reparameterizeGradient(
                latentGradient: latentGradient[row: row, of: count],
                posterior: pass.output(group.posterior)[row: row, of: 2 * count],
                prior: self.statistics(group, pass)[row: row, of: 2 * count],
                noise: part(group, of: pass.workspace.noise, row: row), isSampled: rate == .sampled,
                rateWeight: pass.rateWeight(row: row, group: group.shape.index),
                into: posterior[row: row, of: 2 * count], priorGradient: statistics[row: row, of: 2 * count])
        }

        let prior = pass.buffer(buffers.prior, count: group.shape.positions * group.shape.priorColumns)
        group.joinGradients(statistics: statistics, addend: sum, rows: rows, into: prior)
        let fromPrior = state
        pass.backward(group.prior, prior, input: active, gradients: gradients, into: fromPrior)
        let middle = pass.buffer(buffers.middle, count: group.shape.positions * group.shape.middle)
        pass.backward(group.posterior, posterior, input: pass.output(group.entry), gradients: gradients, into: middle)
        for row in 0..<rows {
            // The draws of an image share its evidence.
            let evidence = group.evidence(
                in: evidenceGradient(group.shape.level, level, pass), image: row / pass.draws, level)
            let own = middle[row: row, of: group.shape.positions * group.shape.middle]
            if row % pass.draws == 0 {
                KernelSet.current.copyRows(
                    group.shape.positions, columns: group.shape.middle, of: own, pitch: group.shape.middle,
                    into: evidence, pitch: level.evidenceColumns)
            } else {
                KernelSet.current.addRows(
                    group.shape.positions, columns: group.shape.middle, of: own, pitch: group.shape.middle,
                    to: evidence, pitch: level.evidenceColumns)
            }
        }
        let fromPosterior = prior.prefix(state.count)
        pass.backward(group.entry, middle, input: active, gradients: gradients, into: fromPosterior)
        KernelSet.current.add(fromPosterior, to: fromPrior)

        let number = group.shape.index - level.groups[0].shape.index
        let before = pass.output(number == 0 ? level.entry : level.groups[number - 1].block)
        let fromActivation = prior.prefix(state.count)
        pass.backward(group.activation, fromPrior, input: before, gradients: gradients, into: fromActivation)
        KernelSet.current.add(fromActivation, sum, into: state)
    }
}
