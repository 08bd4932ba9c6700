import Grisaille
import Synchronization

extension ImageOptions {
    /// Reads images to train on, and notes what was left out and how they were prepared.
    ///
    /// - Parameters:
    ///   - labels: The classes of an array's images.
    ///   - kept: The preparation of the run that is resumed.
    /// - Returns: The images, and the preparation with the window that was measured; nil if images are used as they come.
    func readForTraining(
        _ path: String, labels: ClassLabelOption, over kept: ImagePreparation?, global: GlobalOptions
    ) throws -> (dataset: ImageDataset, preparation: ImagePreparation?) {
        var options = readingOptions(preparation(over: kept), labels: labels, global: global)
        options.measuresLevels = levels == .auto
        if kept != nil, options.measuresLevels {
            // The window was measured when the run began.
            options.measuresLevels = false
            options.preparation.levels = kept?.levels
            options.preparation.levelSource = kept?.levelSource
        }
        let (dataset, report) = try read(path, options, global: global)
        return (dataset, report.preparation.isEmpty ? nil : report.preparation)
    }

    /// Reads images for a model, prepared like its training images unless options say otherwise, and checks their size and
    /// depth.
    func read(
        _ path: String, labels: ClassLabelOption? = nil, for model: Model, global: GlobalOptions
    ) throws -> ImageDataset {
        try read([path], labels: labels, for: model, global: global)[0]
    }

    /// Reads images of several paths for a model.
    func read(
        _ paths: [String], labels: ClassLabelOption? = nil, for model: Model, global: GlobalOptions
    ) throws -> [ImageDataset] {
        let configuration = model.configuration
        let preparation = preparation(over: configuration.preparation)
        if levels == .auto {
            throw CommandError.usage(
                "--levels auto is for training: a model needs the window of the images that it was trained on; "
                    + (configuration.preparation?.levels.map { "leave --levels out to take its own, \($0)" }
                        ?? "give it as --levels MIN:MAX"))
        }
        var options = readingOptions(preparation, labels: labels, global: global)
        let wanted = ImageReadingOptions.Shape(size: configuration.imageSize, bitDepth: configuration.bitDepth)
        options.wanted = wanted
        if let size, size != configuration.imageSize {
            throw CommandError.usage("--size \(size) isn't the model's, which takes \(configuration.imageSize) images")
        }
        if let kept = configuration.preparation, !kept.isEmpty {
            let isChanged = preparation != kept
            global.note(
                isChanged
                    ? "images are prepared by the options given, and else as the model keeps it: \(preparation.summary)"
                    : "images are prepared as the model keeps it: \(preparation.summary)")
        }
        return try paths.map { path in
            let dataset = try read(path, options, global: global).dataset
            let found = ImageReadingOptions.Shape(size: dataset.size, bitDepth: dataset.bitDepth)
            guard found == wanted else {
                throw CommandError.mismatch(path: path, found: found, dataset.levelHistogram(), model: wanted)
            }
            noteLevels(of: dataset, outside: configuration.levels, global: global)
            return dataset
        }
    }

    private func read(
        _ path: String, _ options: ImageReadingOptions, global: GlobalOptions
    ) throws -> (dataset: ImageDataset, report: ImageReadingReport) {
        let progress = Mutex(ReadingProgress(isQuiet: global.quiet))
        defer { progress.withLock { $0.end() } }
        let (dataset, report) = try ImageDataset.read(path, options: options) { stage, done, total in
            progress.withLockIfAvailable { $0.show(stage, done, total) }
        }
        progress.withLock { $0.end() }
        ReadingRemarks(report, folder: path).show(global: global)
        return (dataset, report)
    }

    private func noteLevels(of dataset: ImageDataset, outside range: LevelRange, global: GlobalOptions) {
        guard range.minimum > 0 || range.maximum < dataset.bitDepth.maximumLevel, !global.quiet else { return }
        let count = range.outsideCount(in: dataset)
        guard count > 0 else { return }
        let share = 100 * Double(count) / Double(dataset.count * dataset.size.pixelCount)
        global.note(
            "\(Text.count(count, "pixel")) (\(Text.fixed(share, 2)) %) lie outside the levels \(range.description) that "
                + "the model was trained on")
    }

    private func readingOptions(
        _ preparation: ImagePreparation, labels: ClassLabelOption?, global: GlobalOptions
    ) -> ImageReadingOptions {
        ImageReadingOptions(
            preparation: preparation, ignoresOtherFormats: ignoreOtherFormats, skipUnreadable: skipUnreadable,
            pixelLimit: Int(megapixels * 1_000_000), threads: global.threadCount, labelsPath: labels?.labels)
    }
}
