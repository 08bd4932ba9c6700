import Grisaille

/// Something that could have gone better in a run of training, and what would help.
struct TrainingFinding: Encodable {
    var kind: String
    var text: String
    /// Whether the model is useless, or may give images away. This is shown even if the run is quiet.
    var isGrave = false

    private enum CodingKeys: CodingKey { case kind, text }

    /// The findings about a run that isn't interrupted; none about one that is.
    static func findings(on outcome: TrainingOutcome, settings: TrainingSettings) -> [TrainingFinding] {
        guard outcome.ending != .interrupted else { return [] }
        return TrainingDiagnosis.findings(in: outcome.curves, settings, nearCopies: outcome.nearCopies).map {
            TrainingFinding(kind: $0.kind, text: $0.text, isGrave: $0.isGrave)
        }
    }

    /// Tells of the finding on standard error.
    func show(quiet: Bool) {
        if isGrave { Console.warning(text) } else if !quiet { Console.note(text) }
    }
}
