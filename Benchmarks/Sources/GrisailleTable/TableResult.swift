import Foundation

/// The figures of one run and how they came about.
struct TableResult: Codable, Sendable {
    var training: TableTraining
    var evaluationCommand: String
    var figures: Figures

    /// As `grisaille evaluate --json` prints them; other keys are passed over.
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
