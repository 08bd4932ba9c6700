#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Grisaille

/// A row of samples in a picture of a run: what the model made at one point of the run.
struct SampleRow {
    let stage: TrainingStage
    /// The share of the stage that was done, in percent.
    let percent: Int
    /// The samples side by side.
    private let strip: GreyImage

    /// The number of samples, and the maximum side of each in pixels.
    static let count = 8
    private static let side = 128
    private static let gap = 2
    private static let mark = "<image class=\"samples\" "

    /// Draws samples from a model, always with the same noise.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - place: The stage, and the share of it that was done.
    ///   - seed: The seed of the noise.
    ///   - pool: The threads that do the work.
    /// - Throws: `SamplingError`, `InferenceError`, `MemoryError`.
    init(of model: Model, at place: (stage: TrainingStage, share: Double), seed: UInt64, pool: WorkerPool) throws {
        let sampler = ImageSampler(Inference(model, pool: pool))
        let samples = try sampler.samples(SampleRequest(Self.count, from: model.prior, seed: seed))
        let images = try sampler.images(of: samples).map { image in
            let longest = max(image.width, image.height)
            let isLarge = longest > Self.side
            let size = ImageSize(
                width: max(1, image.width * Self.side / longest), height: max(1, image.height * Self.side / longest))
            return (isLarge ? image.resized(to: size) : image).shown(through: model.configuration.shownLevels)
                .converted(to: .eight)
        }
        (stage, percent) = (place.stage, Int((100 * place.share).rounded()))
        strip = ContactSheet.strip(images, gap: Self.gap, scale: 1).image
    }

    /// Reads a row that `svg` wrote.
    ///
    /// - Returns: nil if the line is anything else.
    init?(line: Substring) {
        guard line.hasPrefix(Self.mark) else { return nil }
        func attribute(_ name: String) -> Substring? {
            guard let start = line.firstRange(of: " \(name)=\"")?.upperBound else { return nil }
            return line[start...].firstIndex(of: "\"").map { line[start..<$0] }
        }
        let prefix = "data:image/png;base64,"
        guard let stage = attribute("data-stage").flatMap({ TrainingStage(rawValue: String($0)) }),
            let percent = attribute("data-percent").flatMap({ Int($0) }), (0...100).contains(percent),
            let link = attribute("href"), link.hasPrefix(prefix),
            let data = Data(base64Encoded: String(link.dropFirst(prefix.count))),
            let strip = try? GreyImage(
                pngBytes: Array(data), path: "a row of samples",
                options: PNGReadingOptions(pixelLimit: Self.maximumWidth * Self.maximumHeight)),
            strip.width <= Self.maximumWidth, strip.height <= Self.maximumHeight
        else { return nil }
        (self.stage, self.percent, self.strip) = (stage, percent, strip)
    }

    private static let maximumWidth = gap + count * (side + gap)
    private static let maximumHeight = side + 2 * gap

    /// The height of the row where it is shown with a width.
    func height(width: Double) -> Double { width * Double(strip.height) / Double(strip.width) }

    /// The row's element, on a line of its own.
    func svg(x: Double, y: Double, width: Double) -> String {
        // Small images stay sharp where they are enlarged.
        let style = Double(strip.width) < width ? "style=\"image-rendering:pixelated\" " : ""
        return "\(Self.mark)data-stage=\"\(stage.rawValue)\" data-percent=\"\(percent)\" x=\"\(Text.fixed(x, 1))\" "
            + "\(style)y=\"\(Text.fixed(y, 1))\" width=\"\(Text.fixed(width, 1))\" height=\"\(Text.fixed(height(width: width), 1))\" "
            + "href=\"data:image/png;base64,\(Data(strip.pngBytes()).base64EncodedString())\"/>\n"
    }
}
