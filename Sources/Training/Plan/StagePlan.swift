/// The order in which a stage takes its images, and the share of the stage that is done.
enum StagePlan {
    /// Every image once per epoch.
    case epochs(images: EpochImages, batch: Int, seed: UInt64)
    /// Images drawn with replacement, all in one epoch. A pass takes as many draws as there are images without copies.
    case draws(imageCount: Int, perPass: Int, batch: Int, seed: UInt64)

    /// The batches of an epoch.
    ///
    /// - Parameters:
    ///   - epoch: The number of the epoch, counted from 1.
    ///   - length: The length of the stage.
    func batches(epoch: Int, length: TrainingLength) -> any BatchPlan {
        switch self {
        case .epochs(let images, let batch, let seed):
            EpochPlan(images: images[epoch], batch: batch, seed: seed, epoch: epoch)
        case .draws(let imageCount, let perPass, let batch, let seed):
            RandomBatches(
                imageCount: imageCount, batch: batch, seed: seed, batchCount: drawnBatches(perPass, batch, length))
        }
    }

    /// The number of the last epoch; nil for a stage whose length is in minutes.
    func lastEpoch(of length: TrainingLength) -> Int? {
        guard case .epochs(let count) = length else { return nil }
        if case .draws = self { return 1 }
        return count
    }

    /// The share of a stage that is done, which the schedules follow.
    ///
    /// - Parameters:
    ///   - epoch: The number of the current epoch, counted from 1.
    ///   - batch: The number of its batches that are done.
    ///   - length: The length of the stage.
    ///   - clock: The clock of the stage, with the share of its minutes that is used up.
    func share(epoch: Int, batch: Int, length: TrainingLength, clock: StageClock) -> Double {
        guard case .epochs(let count) = length else { return clock.share }
        switch self {
        case .epochs(let images, let size, _):
            let batches = (images.originals.count + size - 1) / size
            return Double((epoch - 1) * batches + batch) / Double(count * batches)
        case .draws(_, let perPass, let size, _):
            return Double(batch * size) / Double(max(1, count * perPass))
        }
    }

    /// The number of batches of all draws, rounded up; at least one.
    private func drawnBatches(_ perPass: Int, _ batch: Int, _ length: TrainingLength) -> Int {
        guard case .epochs(let count) = length else { return .max }
        let (images, overflows) = count.multipliedReportingOverflow(by: perPass)
        return overflows ? .max : max(1, (images - 1) / batch + 1)
    }
}
