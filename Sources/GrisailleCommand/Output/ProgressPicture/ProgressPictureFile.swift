import Grisaille

/// The file with the picture of a run, which is written again while the run goes on.
///
/// A picture that can't be drawn or written never ends a run: one warning says so.
struct ProgressPictureFile {
    private let path: String
    private let seed: UInt64
    private let pool: WorkerPool
    private var picture: ProgressPicture
    private var lastWritten: ContinuousClock.Instant?
    private var hasWarned = false
    private var isStale = false
    /// Whether the file holds the latest picture of this run.
    private(set) var isWritten = false

    /// The minimum time between two pictures within a stage.
    private static let interval = Duration.seconds(10)
    /// The maximum size of an older picture that is read. A row of samples takes about 200 kB.
    private static let maximumBytes = 20_000_000

    /// - Parameters:
    ///   - path: The path of the picture.
    ///   - picture: A picture without figures.
    ///   - isResumed: Whether the file holds the picture of an earlier part of the run, whose samples are kept.
    ///   - seed: The seed of the samples' noise.
    ///   - pool: The threads that draw samples.
    init(path: String, picture: ProgressPicture, isResumed: Bool, seed: UInt64, pool: WorkerPool) {
        (self.path, self.picture, self.seed, self.pool) = (path, picture, seed, pool)
        guard isResumed, let bytes = try? FileBytes.read(path, limit: Self.maximumBytes) else { return }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            if let row = SampleRow(line: line) { self.picture.add(row) }
        }
    }

    /// Adds what an event tells, and writes the file if it is time.
    mutating func show(_ event: TrainingEvent) {
        switch event {
        case .curves(let curves):
            picture.curves = curves
            isStale = true
            if lastWritten.map({ ContinuousClock.now - $0 >= Self.interval }) ?? true { write() }
        case .preview(let model, let stage, let share):
            do {
                picture.add(try SampleRow(of: model, at: (stage, share), seed: seed, pool: pool))
            } catch {
                warn("\(error)")
            }
            isStale = true
            if share >= 1 { write() }
        default: break
        }
    }

    /// Writes what isn't written yet.
    mutating func finish() {
        if isStale { write() }
    }

    private mutating func write() {
        // Even a failed attempt takes time.
        defer { lastWritten = .now }
        do {
            try AtomicFile.write(Array(picture.svg.utf8), to: path, synced: false)
            (isWritten, isStale) = (true, false)
        } catch {
            isWritten = false
            warn("\(error)")
        }
    }

    private mutating func warn(_ reason: String) {
        if !hasWarned { Console.warning("the picture of the run is incomplete: \(reason)") }
        hasWarned = true
    }
}
