import Foundation

/// The figures of a run, and the commands that produced them.
struct TableResult: Codable, Sendable {
    var training: TableTraining
    var evaluationCommand: String
    var figures: Figures

    /// The figures that `grisaille evaluate --json` prints. Other keys are ignored.
    struct Figures: Codable, Sendable {
        struct Summary: Codable, Sendable {
            var images: Int
            var negativeELBONatsPerImage: Double
            var standardErrorNatsPerImage: Double
            var bitsPerPixel: Double
            var standardErrorBitsPerPixel: Double
            var rateNatsPerImage: Double
        }
        struct Importance: Codable, Sendable {
            var samples: Int
            var images: Int
            var negativeLogLikelihoodNatsPerImage: Double
            var standardErrorNatsPerImage: Double
            var effectiveSamples: Double
        }

        var overall: Summary
        var importanceWeighted: Importance?
        var activeUnits: Int
    }
}
