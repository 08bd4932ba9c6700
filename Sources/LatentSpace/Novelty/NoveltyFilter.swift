import GreyImages
import VAE

/// Refuses samples that are too near to the images that a model was trained on, and remembers what it found.
package struct NoveltyFilter: Sendable {
    /// Where the radii come from within which a sample is too near.
    package enum Basis: Sendable, Hashable {
        /// The model holds them.
        case model
        /// They were measured between the images, as the model holds none.
        case images
        /// As above, but no images were held out from training: the encoder may know all of them by heart, so that only
        /// pixels are compared.
        case pixels
    }

    /// The work before the first candidate.
    package enum Stage: Sendable, Hashable {
        case measuringRadius
        case encodingImages
    }

    package let basis: Basis
    private let judge: NoveltyJudge
    private let names: [String]
    /// What was found of the candidates that passed, by their numbers.
    package private(set) var verdicts: [Int: NoveltyJudge.Verdict] = [:]
    /// The number of candidates that were refused, and of all.
    package private(set) var refused = 0
    package private(set) var candidates = 0

    /// The radii within which a sample is too near.
    package var calibration: NoveltyCalibration { judge.calibration }

    /// The share of the images that radii are measured on if none were held out from training.
    private static let defaultShare = 0.1

    /// - Parameters:
    ///   - images: The images that the model was trained on.
    ///   - inference: The model.
    ///   - progress: Told the share of a stage that is done; an error that it throws ends the work.
    /// - Throws: `SamplingError.equalImages`, `InferenceError.notFinite`, and what `progress` throws.
    package init(
        _ images: ImageDataset, inference: Inference,
        progress: (Stage, _ share: Double) throws -> Void = { _, _ in }
    ) throws {
        var calibration = inference.model.facts.novelty
        var basis = Basis.model
        if calibration == nil {
            (calibration, basis) = try Self.measured(images, inference: inference) {
                try progress(.measuringRadius, $0)
            }
        }
        guard let calibration else { throw SamplingError.equalImages }
        self.basis = basis
        names = images.names
        judge = try NoveltyJudge(
            images, training: Array(0..<images.count), inference: inference, calibration: calibration
        ) { try progress(.encodingImages, $0) }
    }

    /// The radii of a model that holds none.
    private static func measured(
        _ images: ImageDataset, inference: Inference, progress: (_ share: Double) throws -> Void
    ) throws -> (NoveltyCalibration?, Basis) {
        let facts = inference.model.facts
        let all = facts.images + facts.validationImages
        let heldOut = all > 0 ? Double(facts.validationImages) / Double(all) : 0
        let split = DataSplit(
            images, validationShare: heldOut > 0 ? heldOut : defaultShare, rule: facts.heldOutRule ?? .threshold)
        var calibration = try NoveltyJudge.calibrate(images, split: split, inference: inference, progress: progress)
        guard heldOut == 0 else { return (calibration, .images) }
        // An encoder that knows all images by heart tells them apart as no others: their distances say nothing.
        calibration?.encoderRadius = 0
        return (calibration, .pixels)
    }

    /// Compares candidates with the images, and tells which are novel.
    ///
    /// - Parameters:
    ///   - first: The number of the first candidate.
    ///   - progress: Called between parts of the work; an error that it throws ends the work.
    mutating func pass(_ images: [GreyImage], first: Int, progress: () throws -> Void) throws -> [Bool] {
        let found = try judge.verdicts(on: images) { _ in try progress() }
        for (place, verdict) in found.enumerated() where verdict.isNovel { verdicts[first + place] = verdict }
        candidates += found.count
        refused += found.count { !$0.isNovel }
        return found.map(\.isNovel)
    }

    /// The name of the image nearest to a candidate, pixel by pixel, and what was found of the candidate; nil if it was
    /// refused.
    package func nearest(toCandidate number: Int) -> (name: String, verdict: NoveltyJudge.Verdict)? {
        verdicts[number].map { (names[$0.nearest], $0) }
    }
}
