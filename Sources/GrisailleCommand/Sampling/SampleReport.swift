import Grisaille

/// Samples that are made at the terminal, with what there is to say of them.
struct SampleReport {
    let samples: SampleSet
    let diversity: DiversityReport?
    let novelty: NoveltyReport?

    /// Makes samples, with progress on the terminal.
    ///
    /// - Throws: `SamplingError`, `InferenceError`, `MemoryError`, `CommandError.interrupted`.
    init(_ request: SampleRequest, sampler: ImageSampler, global: GlobalOptions) throws {
        var progress = StagedProgress(isQuiet: global.quiet)
        defer { progress.end() }
        let samples = try sampler.samples(request) { try progress.show($0.stage.title, $0.done, of: $0.total) }
        self.samples = samples
        diversity = samples.choice.map {
            DiversityReport($0, request.diversity, samples: request.count, candidates: samples.candidateCount)
        }
        novelty = samples.novelty.map(NoveltyReport.init)
    }

    /// The path of the table of samples in a folder.
    static func tablePath(in folder: String) -> String { FilePath.join(folder, "samples.csv") }

    /// Writes the images, and `samples.csv` if there is something to say beside them.
    ///
    /// - Returns: The path of that table.
    func write(with writer: ImageFolderWriter, inference: Inference, appearance: Appearance) throws -> String? {
        try writer.write(
            samples.latents, comparedWith: samples.plain, inference: inference, appearance: appearance)
        guard let table = table(files: (0..<samples.latents.count).map(writer.name(of:))) else { return nil }
        let path = Self.tablePath(in: writer.folder)
        try AtomicFile.write(Array(table.utf8), to: path)
        writer.global.wrote(path)
        return path
    }

    /// The text of `samples.csv`, with a row per sample; nil if there is nothing to say beside the images.
    ///
    /// - Parameter files: The images' names, in order.
    private func table(files: [String]) -> String? {
        let (choice, novelty) = (samples.choice, samples.novelty)
        guard choice != nil || novelty != nil else { return nil }
        var columns = ["file", "candidate"]
        if choice != nil { columns += ["typicality", "consistency", "inclusion_probability", "weight"] }
        if novelty != nil { columns += ["nearest_image", "pixel_distance_grey_levels", "encoder_distance"] }
        let rows = files.indices.map { index -> [String] in
            let candidate = samples.candidates[index]
            var cells = [TableCell.written(files[index]), String(candidate)]
            if let chosen = choice?.samples[index] {
                cells += [
                    Text.fixed(chosen.typicality, 4), Text.fixed(chosen.consistency, 4),
                    chosen.inclusionProbability.map { Text.fixed($0, 8) } ?? "", Text.fixed(chosen.weight, 6),
                ]
            }
            if let (name, verdict) = novelty?.nearest(toCandidate: candidate) {
                cells += [
                    TableCell.written(name), Text.fixed(verdict.pixelDistance, 3),
                    Text.fixed(verdict.encoderDistance, 4),
                ]
            }
            return cells
        }
        return ([columns] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
    }

    func show() {
        diversity?.show()
        novelty?.show()
    }
}
