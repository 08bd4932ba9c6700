/// Command lines that can be pasted into a shell.
enum CommandText {
    /// The given command line, with `--resume`.
    static func resuming(_ arguments: [String]) -> String {
        let words = arguments.filter { $0 != "--resume" && $0 != "--force" }
        return (words + ["--resume"]).map(quoted).joined(separator: " ")
    }

    static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_./,:=+@%".unicodeScalars.contains($0)
        }
        if isPlain, !word.isEmpty { return word }
        // By scalars: an apostrophe before a combining mark is another character to Swift, and an apostrophe to the shell.
        let parts = word.unicodeScalars.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.map { String($0) }.joined(separator: "'\\''") + "'"
    }
}
