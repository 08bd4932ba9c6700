import Grisaille

/// What is to be known of a path's frames, as JSON, as a table and as a line.
struct PathReport: Encodable {
    private struct Frame: Encodable {
        var logDensityNats: Double
        /// To the frame before; nil of the first.
        var imageStepGreyLevels: Double?
        var nearestImage: String?
        var nearestDistanceGreyLevels: Double?
    }

    private var path: String
    /// The way that the images go, and the sum of its squared steps times their number, from point to point of the path,
    /// of which there are several a frame; of the straight line too.
    private var lengthGreyLevels: Double
    private var energySquaredGreyLevels: Double
    private var linearLengthGreyLevels: Double
    private var linearEnergySquaredGreyLevels: Double
    private var frames: [Frame]

    /// - measures: of the path; linear: of the straight line; imageSteps: from frame to frame.
    /// - nearest: of every frame the name and the distance of the nearest of some images, where such are given.
    init(
        path: PathName, measures: PathMeasures, linear: PathMeasures, imageSteps: [Double], logDensities: [Double],
        nearest: [(name: String, distance: Double)]?
    ) {
        self.path = path.rawValue
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
