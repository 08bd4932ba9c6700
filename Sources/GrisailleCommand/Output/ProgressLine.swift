import Grisaille

/// How far work of a known size has come: a line on a terminal that renews itself, and nothing in a pipe.
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
