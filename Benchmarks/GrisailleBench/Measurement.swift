import Grisaille
import Kernels

/// One line of results.
struct Measurement: Encodable {
    let phase: Phase
    var workload: String?
    var side: Int?
    /// The channels as on the command line.
    var channels: String?
    var hidden: Int?
    var latent: Int?
    var batch: Int?
    let threads: Int
    let kernels: String
    /// The number of images that were read, or of candidates.
    var images: Int?
    /// The seconds of a whole selection.
    var seconds: Double?
    let imagesPerSecond: Double
    var gigaflopsPerSecond: Double?
    /// The fraction of what a large matrix product reached in the same run.
    var fractionOfPeak: Double?
    /// The peak memory of the process so far. It includes earlier phases of the same run.
    let peakMemoryMegabytes: Double

    init(_ phase: Phase, threads: Int, imagesPerSecond: Double) {
        self.phase = phase
        self.threads = threads
        self.imagesPerSecond = imagesPerSecond.rounded(toPlaces: 1)
        kernels = KernelSet.current.name
        peakMemoryMegabytes = MemoryUse.peakMegabytes.rounded(toPlaces: 1)
    }

    mutating func describe(_ workload: Workload, _ shape: NetworkShape) {
        self.workload = workload.rawValue
        side = shape.side
        channels = shape.channels.map(String.init).joined(separator: ",")
        hidden = shape.hidden
        latent = shape.latent
        batch = shape.batch
    }

    /// Compares a rate with the peak.
    ///
    /// - Parameters:
    ///   - operations: Floating-point operations per image.
    ///   - imagesPerSecond: The rate.
    ///   - peak: Floating-point operations per second.
    mutating func compare(operations: Int, imagesPerSecond: Double, peak: Double) {
        let reached = Double(operations) * imagesPerSecond
        gigaflopsPerSecond = (reached / 1e9).rounded(toPlaces: 2)
        fractionOfPeak = (reached / peak).rounded(toPlaces: 4)
    }
}

extension Double {
    fileprivate func rounded(toPlaces places: Int) -> Double {
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        return (self * scale).rounded() / scale
    }
}
