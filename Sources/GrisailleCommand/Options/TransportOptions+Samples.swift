import Grisaille

/// Samples, which take long steps on request.
extension TransportOptions {
    /// The steps by which samples are drawn, with the given options.
    ///
    /// - Throws: `CommandError` if the options ask for what the prior hasn't learned.
    func sampleTransport(for model: Model) throws -> Transport {
        var transport = try transport(for: model, default: .samples(from: model.prior))
        guard case .flow(let flow) = model.prior.configuration else { return transport }
        transport.longSteps = try longStepCount(of: model.prior)
        let isOtherCount = samplingSteps != nil && samplingSteps != flow.fittedSteps?.count
        if solver != nil || isOtherCount { transport.takesFittedSteps = false }
        return transport
    }

    /// The number of long steps; nil to follow the flow.
    private func longStepCount(of prior: any Prior) throws -> Int? {
        guard solver == nil, let count = samplingSteps else { return nil }
        let known = prior.configuration.longSteps
        // Without classes and conditions there is nothing to emphasise.
        let otherGuidance = !prior.isGuidable || guidance == known?.guidance ? nil : guidance
        guard let maximum = (known ?? LongSteps()).usefulCounts.last, count <= maximum else { return nil }
        guard let known else {
            throw CommandError.usage(
                "the model's prior has learned no long steps, and so few steps along its flow give poor images: leave "
                    + "--sampling-steps out, add --solver adams to take them all the same, or fit the prior anew with "
                    + "grisaille prior fit")
        }
        let counts = known.usefulCounts.map(String.init)
        guard known.usefulCounts.contains(count) else {
            throw CommandError.usage(
                "--sampling-steps \(count): the prior takes \(counts.dropLast().joined(separator: ", ")) or "
                    + "\(counts.last!) long steps; add --solver adams to take \(count) steps along its flow")
        }
        if let otherGuidance {
            throw CommandError.usage(
                "the prior's long steps have learned a guidance of \(known.guidance), not \(otherGuidance): leave "
                    + "--guidance out, or add --solver adams to follow the flow")
        }
        return count
    }
}
