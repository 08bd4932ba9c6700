import GreyImages
import VAE

/// The frames of a tour from image to image, or of a square between four images.
struct ImageTour {
    /// `[images, latents]`
    let stops: Latents
    /// The class of every image; nil for any.
    let classes: [Int?]
    let options: InterpolationOptions
    let inference: Inference

    /// Frames `[frames, latents]`, and how the images change along all the paths that the frames are taken from.
    typealias Walk = (frames: Latents, measures: PathMeasures)

    private var steps: Int { options.steps }

    /// - Parameter progress: Told the share of the work that is done; an error that it throws ends the work.
    func walk(_ finder: PathFinder, progress: (_ share: Double) throws -> Void) throws -> Walk {
        switch options.shape {
        case .tour: try tour(finder, loops: false, progress: progress)
        case .loop: try tour(finder, loops: true, progress: progress)
        case .grid: try grid(finder, progress: progress)
        }
    }

    private func tour(
        _ finder: PathFinder, loops: Bool, progress: (_ share: Double) throws -> Void
    ) throws -> Walk {
        var (values, lengths) = ([Float](), [Double]())
        let legs = loops ? stops.count : stops.count - 1
        for leg in 0..<legs {
            let next = (leg + 1) % stops.count
            let (frames, measures) = try walk(
                finder, stops[leg], stops[next], (classes[leg], classes[next])
            ) { try progress((Double(leg) + $0) / Double(legs)) }
            // The next leg begins where this one ends.
            let isLast = leg + 1 == legs && !loops
            values += (0..<(isLast ? steps : steps - 1)).flatMap { frames[$0] }
            lengths += measures.steps
        }
        return (Latents(dimension: stops.dimension, values: values), PathMeasures(steps: lengths))
    }

    /// The frames row by row. The upper and the lower side are found first, then the columns between them.
    private func grid(_ finder: PathFinder, progress: (_ share: Double) throws -> Void) throws -> Walk {
        let walks = Double(steps + 2)
        let upper = try walk(finder, stops[0], stops[1], (classes[0], classes[1])) { try progress($0 / walks) }
        let lower = try walk(finder, stops[2], stops[3], (classes[2], classes[3])) { try progress((1 + $0) / walks) }
        let sameClass = classes[0] == classes[2] && classes[1] == classes[3] && classes[0] == classes[1]
        let columns = try (0..<steps).map { column in
            try walk(
                finder, upper.frames[column], lower.frames[column],
                sameClass ? (classes[0], classes[0]) : (nil, nil)
            ) { try progress((Double(column + 2) + $0) / walks) }
        }
        let frames = Latents(
            dimension: stops.dimension,
            values: (0..<steps).flatMap { row in (0..<steps).flatMap { columns[$0].frames[row] } })
        return (frames, PathMeasures(steps: ([upper, lower] + columns).flatMap(\.measures.steps)))
    }

    private func walk(
        _ finder: PathFinder, _ start: ArraySlice<Float>, _ end: ArraySlice<Float>, _ classes: (Int?, Int?),
        progress: (_ share: Double) throws -> Void
    ) throws -> Walk {
        let count = PathSpacing.pointsPerFrame * (steps - 1) + 1
        let points = try finder.points(from: start, to: end, classes: classes, count: count, progress: progress)
        let measures = PathMeasures(try inference.decode(points))
        try progress(1)
        return (options.spacing.frames(steps, of: points, measures: measures), measures)
    }

    /// The frames with the images in place of their reconstructions; the differences fade between them.
    func withExactEnds(_ frames: [GreyImage], _ images: [GreyImage]) -> [GreyImage] {
        let loops = options.shape == .loop
        let marks = images.indices.map { $0 * (steps - 1) } + (loops ? [images.count * (steps - 1)] : [])
        let differences = marks.indices.map { index -> [Int] in
            let (image, frame) = (images[index % images.count], frames[marks[index] % frames.count])
            return zip(image.samples, frame.samples).map { Int($0) - Int($1) }
        }
        return frames.enumerated().map { index, frame in
            let leg = min(index / (steps - 1), marks.count - 2)
            let share = Double(index - marks[leg]) / Double(steps - 1)
            let (first, second) = (Self.fading(share), Self.fading(1 - share))
            let top = frame.bitDepth.maximumLevel
            let samples = frame.samples.indices.map { pixel -> UInt16 in
                let added = first * Double(differences[leg][pixel]) + second * Double(differences[leg + 1][pixel])
                return UInt16(min(max(0, Int(frame.samples[pixel]) + Int(added.rounded())), top))
            }
            return GreyImage(size: frame.size, bitDepth: frame.bitDepth, samples: samples)
        }
    }

    /// What is left of an end's difference at a share of the leg: all at the end, and hardly any halfway, where it would show
    /// as a ghost.
    private static func fading(_ share: Double) -> Double { (1 - share) * (1 - share) * (1 - share) }
}
