import Grisaille

/// What is to be known of an interpolation's frames, as JSON, as a table and as a line.
struct PathReport: Encodable {
    private struct Frame: Encodable {
        var logDensityNats: Double
        /// The distance to the frame before; nil for the first.
        var imageStepGreyLevels: Double?
        var nearestImage: String?
        var nearestDistanceGreyLevels: Double?
    }

    private var path: String
    /// The sum of the images' steps along the path, and the sum of the squared steps times their number, for the path and
    /// for the straight line. There are several steps per frame.
    private var lengthGreyLevels: Double
    private var energySquaredGreyLevels: Double
    private var linearLengthGreyLevels: Double
    private var linearEnergySquaredGreyLevels: Double
    private var frames: [Frame]

    /// - Parameter nearest: The name and the distance of the image nearest to every frame; nil if none was looked for.
    /// - Throws: `InferenceError.notFinite`.
    init(_ interpolation: Interpolation, nearest: [(name: String, distance: Double)]?) throws {
        let (measures, linear) = (interpolation.measures, try interpolation.linearMeasures())
        let (imageSteps, logDensities) = (
            PathMeasures(interpolation.frames).steps, try interpolation.logDensities()
        )
        path = interpolation.path.rawValue
        lengthGreyLevels = measures.length
        energySquaredGreyLevels = measures.energy
        linearLengthGreyLevels = linear.length
        linearEnergySquaredGreyLevels = linear.energy
        frames = logDensities.enumerated().map { index, density in
            Frame(
                logDensityNats: density, imageStepGreyLevels: index > 0 ? imageSteps[index - 1] : nil,
                nearestImage: nearest?[index].name, nearestDistanceGreyLevels: nearest?[index].distance)
        }
    }

    /// The text of `frames.csv`.
    var table: String {
        var text = "frame,log_density_nats,image_step_grey_levels,nearest_image,nearest_distance_grey_levels\n"
        for (index, frame) in frames.enumerated() {
            let cells = [
                String(index), Text.fixed(frame.logDensityNats, 3),
                frame.imageStepGreyLevels.map { Text.fixed($0, 3) } ?? "",
                frame.nearestImage.map(TableCell.written) ?? "",
                frame.nearestDistanceGreyLevels.map { Text.fixed($0, 3) } ?? "",
            ]
            text += cells.joined(separator: ",") + "\n"
        }
        return text
    }

    func show() {
        Console.result(
            "\(path): the images go \(Text.fixed(lengthGreyLevels, 1)) grey levels with an energy of "
                + "\(Text.fixed(energySquaredGreyLevels, 0)); on the straight line "
                + "\(Text.fixed(linearLengthGreyLevels, 1)) and \(Text.fixed(linearEnergySquaredGreyLevels, 0))")
    }
}
