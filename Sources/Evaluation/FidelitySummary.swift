/// Means over images of how near reconstructions are to their originals.
public struct FidelitySummary: Sendable, Hashable {
    public let images: Int
    /// In decibels, over the images that differ from their originals; nil if none does.
    public let peakSignalToNoise: Double?
    public let structuralSimilarity: Double
    /// In grey levels.
    public let rootMeanSquaredError: Double

    /// - Precondition: There are images.
    public init(_ fidelities: [ImageFidelity]) {
        precondition(!fidelities.isEmpty, "images to measure")
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        // Equal images have an infinite ratio, which no mean can hold.
        let ratios = fidelities.map(\.peakSignalToNoise).filter(\.isFinite)
        images = fidelities.count
        peakSignalToNoise = ratios.isEmpty ? nil : mean(ratios)
        structuralSimilarity = mean(fidelities.map(\.structuralSimilarity))
        rootMeanSquaredError = mean(fidelities.map(\.rootMeanSquaredError))
    }
}
