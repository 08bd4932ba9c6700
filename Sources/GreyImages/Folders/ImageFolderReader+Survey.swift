extension ImageFolderReader {
    /// The files with valid headers. They have the same size and depth unless the options say how to convert them.
    ///
    /// - Parameters:
    ///   - files: The files to check.
    ///   - unreadable: Receives the files without valid headers.
    /// - Throws: `ImageFolderError/unalike(path:_:)` with everything that is wrong.
    func agreeing(among files: [File], _ unreadable: inout [UnreadableImage]) throws(ImageFolderError)
        -> [File]
    {
        unreadable += files.compactMap(\.outcome.failure)
        unreadable.sort { FilePath.precedes($0.path, $1.path) }
        var files = files.filter { $0.outcome.failure == nil }
        if options.skipUnreadable { files = readable(files, &unreadable) }
        let tints = tints(of: files)
        var sizes = options.preparation.size == nil ? Self.kinds(of: files, \.size) : []
        if sizes.count == 1, options.wanted.map({ $0.size == sizes[0].value }) ?? true { sizes = [] }
        var depths = options.preparation.bitDepth == nil ? Self.kinds(of: files, \.bitDepth) : []
        if depths.count == 1, options.wanted.map({ $0.bitDepth == depths[0].value }) ?? true {
            depths = []
        }
        guard !(sizes.isEmpty && depths.isEmpty && tints.colour == nil) else { return files }
        var survey = ImageSurvey(
            sizes: sizes, bitDepths: depths, colour: tints.colour, transparent: tints.transparent,
            unreadable: options.skipUnreadable ? [] : unreadable, wanted: options.wanted, remedies: [])
        survey.remedies = remedies(for: survey, files)
        throw .unalike(path: folder, survey)
    }

    /// Leaves out unreadable files that would otherwise count as images of another size or depth.
    ///
    /// Decodes only as many files as it takes to find a readable image of each size and depth.
    private func readable(_ files: [File], _ unreadable: inout [UnreadableImage]) -> [File] {
        struct Shape: Hashable {
            let size: ImageSize?
            let bitDepth: BitDepth?
        }
        let preparation = options.preparation
        let groups = Dictionary(grouping: files.indices) { index in
            let header = files[index].header
            return Shape(
                size: preparation.size == nil ? header.size : nil,
                bitDepth: preparation.bitDepth == nil ? header.bitDepth : nil)
        }
        if groups.count <= 1 { return files }
        var left: Set<Int> = []
        for members in groups.values {
            var failures: [UnreadableImage] = []
            for index in members {
                guard let failure = Outcome({ _ in _ = try image(files[index].name) }).failure else {
                    break
                }
                failures.append(failure)
            }
            guard failures.count == members.count else { continue }
            unreadable += failures
            left.formUnion(members)
        }
        return left.isEmpty ? files : files.indices.filter { !left.contains($0) }.map { files[$0] }
    }

    /// The image of a file, unchanged.
    func image(_ name: String) throws -> GreyImage {
        try GreyImage(contentsOfPNG: FilePath.join(folder, name), options: options.png)
    }

    /// Decodes some images that are stored in colour or with transparency, to see whether their pixels use it.
    private func tints(of files: [File]) -> (
        colour: ImageSurvey.Kind<Bool>?, transparent: ImageSurvey.Kind<Bool>?
    ) {
        if options.skipUnreadable { return (nil, nil) }
        let coloured = options.preparation.convertToGrey ? [] : files.filter(\.header.hasColour)
        let transparent = files.filter(\.header.hasAlpha)
        let probes = Self.spread(coloured) + Self.spread(transparent)
        var tints: (colour: ImageSurvey.Kind<Bool>?, transparent: ImageSurvey.Kind<Bool>?)
        let errors = Parallel.map(count: probes.count, threads: threads, state: {}) {
            index, _ -> PNGError? in
            do {
                _ = try image(probes[index].name)
                return nil
            } catch {
                return error as? PNGError
            }
        }
        for (probe, error) in zip(probes, errors) {
            switch error {
            case .colour where tints.colour == nil:
                tints.colour = .init(value: true, count: coloured.count, example: probe.name)
            case .transparent where tints.transparent == nil:
                tints.transparent = .init(
                    value: true, count: max(1, transparent.count), example: probe.name)
            default: break
            }
        }
        return tints
    }

    /// At most `limit` files, spread evenly over all.
    private static func spread(_ files: [File], limit: Int = 16) -> [File] {
        let count = min(files.count, limit)
        return (0..<count).map { files[$0 * files.count / count] }
    }

    private static func kinds<Value: Hashable>(
        of files: [File], _ path: KeyPath<PNGCodec.Header, Value>
    ) -> [ImageSurvey.Kind<Value>] {
        Dictionary(grouping: files.indices) { files[$0].header[keyPath: path] }
            .sorted {
                $0.value.count == $1.value.count
                    ? $0.value[0] < $1.value[0] : $0.value.count > $1.value.count
            }
            .map { .init(value: $0.key, count: $0.value.count, example: files[$0.value[0]].name) }
    }

    private func remedies(for survey: ImageSurvey, _ files: [File]) -> [ImageReadingRemedy] {
        var remedies: [ImageReadingRemedy] = []
        if !survey.sizes.isEmpty {
            remedies.append(.size(options.wanted?.size ?? Self.usefulSize(for: survey.sizes)))
        }
        let depth = options.wanted?.bitDepth ?? .eight
        if !survey.bitDepths.isEmpty { remedies.append(.bitDepth(depth)) }
        let needsLevels = !survey.bitDepths.isEmpty && depth == .eight && self.needsLevels(files)
        if needsLevels, options.wanted == nil { remedies.append(.measuredLevels) }
        if survey.colour != nil { remedies.append(.convertToGrey) }
        if survey.transparent != nil || !survey.unreadable.isEmpty { remedies.append(.skipUnreadable) }
        // A model keeps the window of its training images, whatever the range of these images.
        if needsLevels, options.wanted != nil { remedies.append(.levelsOfModel) }
        return remedies
    }

    /// Whether 16-bit levels would lose most of their differences without a window, according to some of the images.
    private func needsLevels(_ files: [File]) -> Bool {
        if options.preparation.levels != nil || options.measuresLevels { return false }
        let probes = Self.spread(files.filter { $0.header.bitDepth == .sixteen })
        guard let range = range(of: probes, observe: { _ in }) else { return false }
        return 2 * (Int(range.upperBound) - Int(range.lowerBound)) < BitDepth.sixteen.maximumLevel
    }

    /// The size of most images if it is small, or else a power of two that most images reach.
    private static func usefulSize(for sizes: [ImageSurvey.Kind<ImageSize>]) -> ImageSize {
        let total = sizes.reduce(0) { $0 + $1.count }
        let first = sizes[0]
        if 2 * first.count > total, max(first.value.width, first.value.height) <= 512 {
            return first.value
        }
        let sides = sizes.map { (side: min($0.value.width, $0.value.height), count: $0.count) }
            .sorted { $0.side < $1.side }
        var seen = 0
        let median = sides.first { side in
            seen += side.count
            return 2 * seen >= total
        }!.side
        var side = 8
        while side < 256, 2 * side <= median { side *= 2 }
        return ImageSize(width: side, height: side)
    }
}
