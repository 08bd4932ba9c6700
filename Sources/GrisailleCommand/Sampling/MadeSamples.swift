import Grisaille

/// Samples, and how they were come by.
struct MadeSamples {
    let latents: Latents
    /// Their numbers among all candidates that were drawn.
    let candidates: [Int]
    /// Of each, as an index into the prior's; nil of a model that knows none.
    let classes: [Int?]
    /// Of each, where they were chosen for their variety.
    var choices: [DiverseChoice.Sample]?
    var diversity: DiversityReport?
    /// Plain samples, to compare with those that were chosen.
    var plain: Latents?
    let novelty: NoveltyCheck?

    /// - places: those of the samples among the candidates.
    init(_ candidates: Candidates, places: [Int], novelty: NoveltyCheck?) {
        latents = candidates.latents.rows(places)
        self.candidates = places.map { candidates.numbers[$0] }
        classes = places.map { candidates.classes[$0] }
        self.novelty = novelty
    }

    /// Where the table of samples goes that are written to a folder.
    static func tablePath(in folder: String) -> String { FilePath.join(folder, "samples.csv") }

    /// Writes the images, and `samples.csv` where there is something to say beside them.
    ///
    /// - Returns: the path of that table.
    func write(with writer: ImageFolderWriter, inference: Inference, appearance: Appearance) throws -> String? {
        try writer.write(latents, comparedWith: plain, inference: inference, appearance: appearance)
        guard let table = table(files: (0..<latents.count).map(writer.name(of:))) else { return nil }
        let path = Self.tablePath(in: writer.folder)
        try AtomicFile.write(Array(table.utf8), to: path)
        writer.global.wrote(path)
        return path
    }

    /// The text of `samples.csv`, a row a sample; nil where there is nothing to say beside the images.
    ///
    /// - files: the images' names, in order.
    private func table(files: [String]) -> String? {
        guard choices != nil || novelty != nil else { return nil }
        var columns = ["file", "candidate"]
        if choices != nil { columns += ["typicality", "consistency", "inclusion_probability", "weight"] }
        if novelty != nil { columns += ["nearest_image", "pixel_distance_grey_levels", "encoder_distance"] }
        let rows = files.indices.map { index -> [String] in
            var cells = [TableCell.written(files[index]), String(candidates[index])]
            if let choice = choices?[index] {
                cells += [
                    Text.fixed(choice.typicality, 4), Text.fixed(choice.consistency, 4),
                    choice.inclusionProbability.map { Text.fixed($0, 8) } ?? "", Text.fixed(choice.weight, 6),
                ]
            }
            if let found = novelty?.row(candidates[index]) {
                cells += [
                    TableCell.written(found.nearest), Text.fixed(found.pixelDistance, 3),
                    Text.fixed(found.encoderDistance, 4),
                ]
            }
            return cells
        }
        return ([columns] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
    }

    func show() {
        diversity?.show()
        guard let report = novelty?.report else { return }
        Console.result(
            "refused \(Text.grouped(report.refused)) of \(Text.count(report.candidates, "candidate")), nearer than "
                + "\(Text.fixed(report.pixelRadiusGreyLevels, 2)) grey levels or \(Text.fixed(report.encoderRadius, 3)) in "
                + "the encoder's space to a training image")
    }
}
