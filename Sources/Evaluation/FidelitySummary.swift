/// Means over images of how near reconstructions are to their originals.
package struct FidelitySummary: Sendable, Hashable {
    package let images: Int
    /// In decibels, over the images that differ from their originals; nil if none does.
    package let peakSignalToNoise: Double?
    package let structuralSimilarity: Double
    /// In grey levels.
    package let rootMeanSquaredError: Double

    /// - Precondition: There are images.
    package init(_ fidelities: [ImageFidelity]) {
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
