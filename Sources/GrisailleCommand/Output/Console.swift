import Grisaille
import Platform
import Synchronization

/// Output to the terminal: results go to standard output, everything else to standard error. Characters that the terminal would
/// obey are written out (`TerminalText`).
enum Console {
    /// Whether standard error is a terminal that understands cursor movements.
    static let isInteractive: Bool = isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb"
    /// Whether standard error shows colours.
    static let isColourful: Bool = isInteractive && (environment("NO_COLOR") ?? "").isEmpty

    /// Whether standard output is a terminal.
    private static let isResultShown: Bool = isatty(STDOUT_FILENO) == 1
    /// The error number with which results were lost; 0 if none were.
    private static let lostResults = Atomic<CInt>(0)

    /// Prints lines of results.
    static func result(_ text: String) { print(TerminalText.plain(text)) }

    /// Prints a path as a result: unchanged, if a program reads it.
    static func path(_ path: String) { print(isResultShown ? TerminalText.plain(path) : path) }

    /// Prints JSON text as a result.
    static func json(_ text: String) { print(TerminalText.plainJSON(text)) }

    /// Flushes all results.
    ///
    /// - Throws: `CommandError.standardOutput` if results were lost, unless the reader closed the pipe.
    static func finish() throws {
        flush()
        let code = lostResults.load(ordering: .relaxed)
        guard code != 0, code != EPIPE else { return }
        throw CommandError.standardOutput(reason: unsafe String(cString: strerror(code)))
    }

    private static func flush() {
        // Lost text is not reported by later calls.
        if fflush(nil) != 0 { lostResults.store(errno, ordering: .relaxed) }
    }

    /// Writes a remark to standard error.
    static func note(_ text: String) { write(TerminalText.plain(text) + "\n") }

    static func warning(_ text: String) { write(coloured("warning: ", code: "33") + TerminalText.plain(text) + "\n") }

    static func failure(_ text: String) { write(coloured("error: ", code: "31") + TerminalText.plain(text) + "\n") }

    /// Replaces the last line that was shown like this; only for terminals.
    static func renewLine(_ line: String) {
        // Without wrapping, so that a line that is too long is cut and leaves nothing behind.
        write("\r\u{1B}[2K" + (line.isEmpty ? "" : "\u{1B}[?7l\(TerminalText.plain(line))\u{1B}[?7h"))
    }

    /// Writes raw text to standard error.
    static func write(_ text: String) {
        // Results that were printed earlier come first.
        flush()
        var text = text
        text.withUTF8 { bytes in
            var offset = 0
            while offset < bytes.count {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[offset...])
                let written = unsafe Platform.write(STDERR_FILENO, rest.baseAddress, rest.count)
                // An error of standard error itself can't be reported.
                if written == 0 || written < 0 && errno != EINTR { return }
                offset += max(0, written)
            }
        }
    }

    private static func coloured(_ text: String, code: String) -> String {
        isColourful ? "\u{1B}[1;\(code)m\(text)\u{1B}[0m" : text
    }

    private static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
