/// The history of a run, with a row per epoch.
///
/// If there are very many epochs, only every second, fourth, … row of the older part is kept.
public struct TrainingHistory: Sendable, Hashable, Codable {
    public private(set) var records: [EpochRecord] = []

    /// The maximum number of rows. More would take longer to save than small models take to train.
    static let limit = 10_000

    /// - Parameter best: The epoch whose row is always kept.
    mutating func add(_ record: EpochRecord, best: Int) {
        records.append(record)
        guard records.count > Self.limit else { return }
        records = records.enumerated().filter { $0.offset % 2 == 0 || $0.element.epoch == best }.map(\.element)
    }

    static let header = [
        "epoch", "steps", "seconds", "learning_rate", "beta",
        "training_negative_elbo_nats", "training_distortion_nats", "training_rate_nats",
        "validation_negative_elbo_nats", "validation_distortion_nats", "validation_rate_nats",
        "validation_importance_bound_nats",
    ]

    /// The whole table as comma-separated values, with its header line.
    public var csv: String {
        let rows = records.map { record -> [String] in
            let terms = [record.training, record.validation].flatMap { means -> [String] in
                guard let means else { return ["", "", ""] }
                return [means.negativeELBO, means.distortion, means.rate].map(Self.text)
            }
            return [
                String(record.epoch), String(record.steps), Self.text(record.seconds),
                String(Float(record.learningRate)), Self.text(record.beta),
            ] + terms + [record.validationImportanceBound.map(Self.text) ?? ""]
        }
        return ([Self.header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
    }

    /// A number rounded to three decimals: a thousandth of a nat or of a second.
    private static func text(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return String(value) }
        return String((value * 1000).rounded() / 1000)
    }
}
