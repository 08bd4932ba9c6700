import Grisaille

/// The progress of work in several stages, which Ctrl-C interrupts: on a terminal a line that renews itself.
struct StagedProgress {
    private var title = ""
    private var line: ProgressLine?
    private let isQuiet: Bool

    /// From here on a request to end is noted.
    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
        StopSignal.install()
    }

    /// - Throws: `CommandError.interrupted` after a request to end.
    mutating func show(_ title: String, _ done: Int, of total: Int) throws {
        try StopSignal.check()
        if title != self.title {
            self.title = title
            line = ProgressLine(title, total: total, isQuiet: isQuiet)
        }
        line?.show(done)
    }

    /// - Parameter share: The share of the stage that is done.
    /// - Throws: `CommandError.interrupted` after a request to end.
    mutating func show(_ title: String, share: Double) throws {
        try show(title, Int(100 * min(1, max(0, share))), of: 100)
    }

    mutating func end() {
        line?.end()
        (title, line) = ("", nil)
    }
}
