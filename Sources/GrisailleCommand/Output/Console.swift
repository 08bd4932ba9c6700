import Grisaille

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
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

    /// Sees to it that all results are out.
    ///
    /// - Throws: `CommandError.standardOutput`, unless a reader wanted no more of them.
    static func finish() throws {
        guard fflush(nil) != 0, errno != EPIPE else { return }
        throw CommandError.standardOutput(reason: unsafe String(cString: strerror(errno)))
    }

    /// A remark, unless `--quiet`.
    static func note(_ line: String) { write(line + "\n") }

    static func warning(_ line: String) { write(coloured("warning: ", code: "33") + line + "\n") }

    static func failure(_ line: String) { write(coloured("error: ", code: "31") + line + "\n") }

    /// Shows a line in place of the one that was shown like this before: on a terminal only.
    static func renewLine(_ line: String) {
        // Without wrapping, so that a line too long for the window is cut and not left behind.
        write("\r\u{1B}[2K" + (line.isEmpty ? "" : "\u{1B}[?7l\(line)\u{1B}[?7h"))
    }

    /// Raw text to standard error.
    static func write(_ text: String) {
        // Results that were printed before stay before.
        fflush(nil)
        var text = text
        text.withUTF8 { bytes in
            #if canImport(Glibc)
                _ = unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
            #elseif canImport(Musl)
                _ = unsafe Musl.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
            #else
                _ = unsafe Darwin.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
            #endif
        }
    }

    private static func coloured(_ text: String, code: String) -> String {
        isColourful ? "\u{1B}[1;\(code)m\(text)\u{1B}[0m" : text
    }

    private static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
