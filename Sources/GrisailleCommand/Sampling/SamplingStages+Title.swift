import Grisaille

extension SamplingProgress.Stage {
    /// What the program says of the work.
    var title: String {
        switch self {
        case .drawing: "drawing samples"
        case .drawingCandidates: "drawing candidates"
        case .weighing: "weighing candidates"
        }
    }
}

extension NoveltyFilter.Stage {
    /// What the program says of the work.
    var title: String {
        switch self {
        case .measuringRadius: "measuring the radius of novelty"
        case .encodingImages: "looking at known images"
        }
    }
}

extension NoveltyFilter {
    /// The filter for a folder's images, made with progress on the terminal and a note where the model lacks the radii.
    ///
    /// - Throws: `SamplingError`, `InferenceError`, `CommandError.interrupted`.
    static func make(
        _ images: ImageDataset, inference: Inference, global: GlobalOptions
    ) throws -> NoveltyFilter {
        var progress = StagedProgress(isQuiet: global.quiet)
        defer { progress.end() }
        let filter = try NoveltyFilter(images, inference: inference) { stage, share in
            try progress.show(stage.title, share: share)
        }
        progress.end()
        switch filter.basis {
        case .model: break
        case .images: global.note("the model holds no radius of novelty: it was measured on these images")
        case .pixels: global.note("no images were held out from training: samples are compared pixel by pixel alone")
        }
        return filter
    }
}
