import Grisaille

#if canImport(Glibc)
    @preconcurrency import Glibc
#elseif canImport(Musl)
    @preconcurrency import Musl
#else
    import Darwin
#endif

/// The terminal: results go to standard output, all else to standard error.
enum Console {
    /// Whether standard error is a terminal that understands cursor movements.
    static let isInteractive: Bool = isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb"
    /// Whether standard error takes colours.
    static let isColourful: Bool = isInteractive && (environment("NO_COLOR") ?? "").isEmpty

    /// A line of results.
    static func result(_ line: String) { print(line) }

    /// A remark, unless `--quiet`.
    static func note(_ line: String) { write(line + "\n") }

    static func warning(_ line: String) { write(coloured("warning: ", code: "33") + line + "\n") }

    static func failure(_ line: String) { write(coloured("error: ", code: "31") + line + "\n") }

    /// Raw text to standard error.
    static func write(_ text: String) {
        fflushResults()
        unsafe text.withCString { start in
            _ = unsafe fwrite(start, 1, strlen(start), stderr)
        }
    }

    private static func fflushResults() { unsafe fflush(stdout) }

    private static func coloured(_ text: String, code: String) -> String {
        isColourful ? "\u{1B}[1;\(code)m\(text)\u{1B}[0m" : text
    }

    private static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
