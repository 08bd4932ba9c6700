import Grisaille

/// From image to image: the frames of a tour, or of a square between four.
struct TourPlan {
    /// `[images, latents]`
    let stops: Latents
    /// Of every image.
    let classes: [Int?]
    /// Frames from one image to the next, or a side of the square.
    let steps: Int
    let loops: Bool
    let spacing: PathSpacing
    let inference: Inference

    /// Frames of a tour; one that comes back doesn't show its first image twice.
    static func frames(images: Int, steps: Int, loops: Bool) -> Int {
        loops ? images * (steps - 1) : (images - 1) * (steps - 1) + 1
    }

    /// Frames, and how the images change along all the ways that the frames are taken from.
    typealias Walk = (frames: Latents, measures: PathMeasures)

    /// - progress: told the share of the work that is done.
    func tour(_ maker: PathMaker, progress: (_ share: Double) throws -> Void = { _ in }) throws -> Walk {
        var (values, lengths) = ([Float](), [Double]())
        let legs = loops ? stops.count : stops.count - 1
        for leg in 0..<legs {
            let next = (leg + 1) % stops.count
            let (frames, measures) = try walk(
                maker, stops[leg], stops[next], (classes[leg], classes[next])
            ) { try progress((Double(leg) + $0) / Double(legs)) }
            // The next leg begins where this one ends.
            let isLast = leg + 1 == legs && !loops
            values += (0..<(isLast ? steps : steps - 1)).flatMap { frames[$0] }
            lengths += measures.steps
        }
        return (Latents(dimension: stops.dimension, values: values), PathMeasures(steps: lengths))
    }

    /// Row by row: along the upper and the lower side first, then down between them.
    ///
    /// - progress: told the share of the work that is done.
    func grid(_ maker: PathMaker, progress: (_ share: Double) throws -> Void = { _ in }) throws -> Walk {
        let walks = Double(steps + 2)
        let upper = try walk(maker, stops[0], stops[1], (classes[0], classes[1])) { try progress($0 / walks) }
        let lower = try walk(maker, stops[2], stops[3], (classes[2], classes[3])) { try progress((1 + $0) / walks) }
        let sameClass = classes[0] == classes[2] && classes[1] == classes[3] && classes[0] == classes[1]
        let columns = try (0..<steps).map { column in
            try walk(
                maker, upper.frames[column], lower.frames[column],
                sameClass ? (classes[0], classes[0]) : (nil, nil)
            ) { try progress((Double(column + 2) + $0) / walks) }
        }
        let frames = Latents(
            dimension: stops.dimension,
            values: (0..<steps).flatMap { row in (0..<steps).flatMap { columns[$0].frames[row] } })
        return (frames, PathMeasures(steps: ([upper, lower] + columns).flatMap(\.measures.steps)))
    }

    private func walk(
        _ maker: PathMaker, _ start: Latents.Row, _ end: Latents.Row, _ classes: (Int?, Int?),
        progress: (_ share: Double) throws -> Void
    ) throws -> Walk {
        let count = PathSpacing.pointsAFrame * (steps - 1) + 1
        let points = try maker.points(from: start, to: end, classes: classes, count: count, progress: progress)
        let measures = PathMeasures(try inference.decode(points))
        return (spacing.frames(steps, of: points, measures: measures), measures)
    }

    /// The images themselves where their reconstructions stand, and what they differ in fading away between.
    func withExactEnds(_ frames: [GreyImage], _ images: [GreyImage]) -> [GreyImage] {
        let marks = images.indices.map { $0 * (steps - 1) } + (loops ? [images.count * (steps - 1)] : [])
        let differences = marks.indices.map { index -> [Int] in
            let (image, frame) = (images[index % images.count], frames[marks[index] % frames.count])
            return zip(image.samples, frame.samples).map { Int($0) - Int($1) }
        }
        return frames.enumerated().map { index, frame in
            let leg = min(index / (steps - 1), marks.count - 2)
            let share = Double(index - marks[leg]) / Double(steps - 1)
            let (first, second) = (fading(share), fading(1 - share))
            let top = frame.bitDepth.maximumLevel
            let samples = frame.samples.indices.map { pixel -> UInt16 in
                let added = first * Double(differences[leg][pixel]) + second * Double(differences[leg + 1][pixel])
                return UInt16(min(max(0, Int(frame.samples[pixel]) + Int(added.rounded())), top))
            }
            return GreyImage(size: frame.size, bitDepth: frame.bitDepth, samples: samples)
        }
    }

    /// What is left of an end's own difference at a share of the way: all at the end, hardly any halfway, where it would show
    /// as its ghost.
    private func fading(_ share: Double) -> Double { (1 - share) * (1 - share) * (1 - share) }
}
