import GreyImages
import Platform
import VAE

extension NoveltyJudge {
    /// An estimate of the seconds that `calibrate` takes beside encoding the images, by timing a few comparisons.
    package static func expectedSeconds(_ images: ImageDataset, split: DataSplit, pool: WorkerPool) -> Double {
        let (training, heldOut) = (split.training, split.validation)
        guard !training.isEmpty, !heldOut.isEmpty else { return 0 }
        let (few, queries) = (training.prefix(64), heldOut.prefix(2 * pool.threadCount))
        let clock = ContinuousClock()
        let begin = clock.now
        let nearest = NearestImages(images, indices: Array(few), pool: pool)
        let middle = clock.now
        _ = nearest.nearest(to: queries.map(images.image(at:)), pool: pool) { _ in }
        func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
        return seconds(middle - begin) * Double(training.count) / Double(few.count)
            + seconds(clock.now - middle) * Double(min(heldOut.count, maximumHeldOut)) / Double(queries.count)
    }
}
