/// A check for empty arguments, which an unset variable of a shell gives: no option and no path may be empty, and an empty path
/// must not mean the working directory.
enum EmptyArguments {
    /// The options whose text may be empty.
    private static let texts = ["--notes"]

    /// - Throws: `CommandError.usage` that names the option.
    static func check(_ arguments: [String]) throws {
        var previous: String?
        for argument in arguments {
            if argument == "--" { return try checkPaths(arguments.drop { $0 != "--" }.dropFirst()) }
            let option: String?
            if argument.isEmpty {
                option = previous.flatMap {
                    $0.utf8.starts(with: "--".utf8) && !$0.utf8.contains(UInt8(ascii: "=")) ? $0 : nil
                }
            } else if argument.utf8.starts(with: "--".utf8), argument.utf8.last == UInt8(ascii: "=") {
                option = String(Substring(argument.utf8.dropLast()))
            } else {
                previous = argument
                continue
            }
            if let option, texts.contains(option) { continue }
            throw failure(option)
        }
    }

    private static func checkPaths(_ arguments: ArraySlice<String>) throws {
        if arguments.contains("") { throw failure(nil) }
    }

    private static func failure(_ option: String?) -> CommandError {
        .usage("\(option ?? "an argument") is empty: give it a value (a variable of the shell may be unset)")
    }
}
