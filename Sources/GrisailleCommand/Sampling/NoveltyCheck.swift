import Grisaille

/// Refuses samples that are too near to a folder's images.
struct NoveltyCheck {
    /// What was found, as JSON.
    struct Report: Encodable {
        var refused: Int
        var candidates: Int
        var pixelRadiusGreyLevels: Double
        var encoderRadius: Double
    }

    private let judge: NoveltyJudge
    private let names: [String]
    /// Of the candidates that were let through, by their numbers.
    private(set) var verdicts: [Int: NoveltyJudge.Verdict] = [:]
    private var refused = 0
    private var candidates = 0

    /// The share of the images to measure radii by where none were held out.
    private static let usualShare = 0.1

    init(_ images: ImageDataset, model: Model, inference: Inference, pool: WorkerPool, global: GlobalOptions) throws {
        StopSignal.install()
        names = images.names
        var calibration = model.facts.novelty
        if calibration == nil {
            calibration = try Self.measured(images, model: model, inference: inference, pool: pool, global: global)
        }
        guard let calibration else {
            throw CommandError.usage("--novelty needs images that differ, and these are all the same")
        }
        var progress = ProgressLine("looking at known images", isQuiet: global.quiet)
        defer { progress.end() }
        judge = try NoveltyJudge(
            images, training: Array(0..<images.count), inference: inference, calibration: calibration, pool: pool
        ) { try progress.showInterruptibly($0) }
    }

    /// The radii of a model that holds none.
    private static func measured(
        _ images: ImageDataset, model: Model, inference: Inference, pool: WorkerPool, global: GlobalOptions
    ) throws -> NoveltyCalibration? {
        let facts = model.facts
        let all = facts.images + facts.validationImages
        let heldOut = all > 0 ? Double(facts.validationImages) / Double(all) : 0
        let split = DataSplit(
            images, validationShare: heldOut > 0 ? heldOut : usualShare, rule: facts.heldOutRule ?? .threshold)
        var progress = ProgressLine("measuring the radius of novelty", isQuiet: global.quiet)
        defer { progress.end() }
        var calibration = try NoveltyJudge.calibrate(
            images, training: split.training, heldOut: split.validation, inference: inference, pool: pool
        ) { try progress.showInterruptibly($0) }
        if heldOut > 0 {
            global.note("the model has no radius of its own: it is measured on these images")
        } else {
            // An encoder that has learnt all images by heart tells them apart as no others: how near they come says nothing.
            calibration?.encoderRadius = 0
            global.note("no images were held out from training: samples are compared pixel by pixel alone")
        }
        return calibration
    }

    /// Looks at candidates; returns which are novel.
    ///
    /// - first: the number of the first.
    mutating func pass(_ images: [GreyImage], first: Int) throws -> [Bool] {
        let found = try judge.verdicts(on: images) { _ in try StopSignal.check() }
        for (place, verdict) in found.enumerated() where verdict.isNovel { verdicts[first + place] = verdict }
        candidates += found.count
        refused += found.count { !$0.isNovel }
        return found.map(\.isNovel)
    }

    var report: Report {
        Report(
            refused: refused, candidates: candidates, pixelRadiusGreyLevels: judge.calibration.pixelRadius,
            encoderRadius: judge.calibration.encoderRadius)
    }

    /// The name of the image that a candidate is the nearest to, and both distances.
    func row(_ candidate: Int) -> (nearest: String, pixelDistance: Double, encoderDistance: Double)? {
        verdicts[candidate].map { (names[$0.nearest], $0.pixelDistance, $0.encoderDistance) }
    }
}
