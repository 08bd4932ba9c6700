import Grisaille

/// What a novelty filter refused, as JSON and as a line.
struct NoveltyReport: Encodable {
    private var refused: Int
    private var candidates: Int
    private var pixelRadiusGreyLevels: Double
    private var encoderRadius: Double

    init(_ filter: NoveltyFilter) {
        refused = filter.refused
        candidates = filter.candidates
        pixelRadiusGreyLevels = filter.calibration.pixelRadius
        encoderRadius = filter.calibration.encoderRadius
    }

    func show() {
        Console.result(
            "refused \(Text.grouped(refused)) of \(Text.count(candidates, "candidate")), nearer than "
                + "\(Text.fixed(pixelRadiusGreyLevels, 2)) grey levels or \(Text.fixed(encoderRadius, 3)) in the encoder's "
                + "space to a training image")
    }
}
