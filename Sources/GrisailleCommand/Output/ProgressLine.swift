import Grisaille

/// The progress of work of a known size: a line on a terminal that renews itself, and nothing in a pipe.
struct ProgressLine {
    private let what: String
    private let total: Int
    private let isShown: Bool
    private let begin = ContinuousClock.now

    init(_ what: String, total: Int, isQuiet: Bool) {
        self.what = what
        self.total = total
        isShown = Console.isInteractive && !isQuiet
    }

    /// A line for work whose progress is a share.
    init(_ what: String, isQuiet: Bool) { self.init(what, total: 100, isQuiet: isQuiet) }

    /// Shows the share of the work that is done.
    ///
    /// - Throws: `CommandError.interrupted` after a request to end.
    mutating func showInterruptibly(_ share: Double) throws {
        try StopSignal.check()
        show(Int(100 * min(1, max(0, share))))
    }

    mutating func show(_ done: Int) {
        guard isShown, done < total, done > 0 else { return }
        let duration = (ContinuousClock.now - begin).components
        let seconds = Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
        let left = seconds / Double(done) * Double(total - done)
        Console.renewLine("\(what): \(Text.grouped(done)) of \(Text.grouped(total)), \(Text.duration(left)) left")
    }

    func end() {
        if isShown { Console.renewLine("") }
    }
}
