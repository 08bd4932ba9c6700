import Grisaille
import Platform
import Synchronization

/// The terminal: results go to standard output, all else to standard error. What would command the terminal is written
/// out (`TerminalText`).
enum Console {
    /// Whether standard error is a terminal that understands cursor movements.
    static let isInteractive: Bool = isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb"
    /// Whether standard error takes colours.
    static let isColourful: Bool = isInteractive && (environment("NO_COLOR") ?? "").isEmpty

    /// Whether standard output is a terminal.
    private static let isResultShown: Bool = isatty(STDOUT_FILENO) == 1
    /// The number of the error with which results were lost; 0 for none.
    private static let lostResults = Atomic<CInt>(0)

    /// Lines of results.
    static func result(_ text: String) { print(TerminalText.plain(text)) }

    /// A path as a result, whole for a program that reads it.
    static func path(_ path: String) { print(isResultShown ? TerminalText.plain(path) : path) }

    /// A result that is JSON text.
    static func json(_ text: String) { print(TerminalText.plainJSON(text)) }

    /// Sees to it that all results are out.
    ///
    /// - Throws: `CommandError.standardOutput`, unless a reader wanted no more of them.
    static func finish() throws {
        flush()
        let code = lostResults.load(ordering: .relaxed)
        guard code != 0, code != EPIPE else { return }
        throw CommandError.standardOutput(reason: unsafe String(cString: strerror(code)))
    }

    private static func flush() {
        // What couldn't be written is gone, and the next call knows nothing of it.
        if fflush(nil) != 0 { lostResults.store(errno, ordering: .relaxed) }
    }

    /// A remark, unless `--quiet`.
    static func note(_ text: String) { write(TerminalText.plain(text) + "\n") }

    static func warning(_ text: String) { write(coloured("warning: ", code: "33") + TerminalText.plain(text) + "\n") }

    static func failure(_ text: String) { write(coloured("error: ", code: "31") + TerminalText.plain(text) + "\n") }

    /// Shows a line in place of the one that was shown like this before: on a terminal only.
    static func renewLine(_ line: String) {
        // Without wrapping, so that a line too long for the window is cut and not left behind.
        write("\r\u{1B}[2K" + (line.isEmpty ? "" : "\u{1B}[?7l\(TerminalText.plain(line))\u{1B}[?7h"))
    }

    /// Raw text to standard error.
    static func write(_ text: String) {
        // Results that were printed before stay before.
        flush()
        var text = text
        text.withUTF8 { bytes in
            var offset = 0
            while offset < bytes.count {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[offset...])
                let written = unsafe Platform.write(STDERR_FILENO, rest.baseAddress, rest.count)
                // There is nobody left to be told that standard error is gone.
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
