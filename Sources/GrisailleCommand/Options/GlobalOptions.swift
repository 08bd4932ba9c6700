import ArgumentParser
import Grisaille

/// The options that every command has.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .customLong("seed"),
        help: ArgumentHelp(
            "The seed of all random numbers: the same seed gives the same result. (default: 0)", valueName: "n"))
    var givenSeed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Threads to use, at most one per processor; the result is the same with any. (default: all that may be used)",
            valueName: "n"))
    var threads: Int?

    @Flag(help: "Say nothing but results and errors.")
    var quiet = false

    @Flag(help: "Print the result as one JSON object, and nothing else.")
    var json = false

    @Flag(help: "Overwrite outputs that exist.")
    var force = false

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads must be within 1...1024.") }
    }

    /// More threads than processors would take memory and save no time.
    var threadCount: Int { min(threads ?? .max, Machine.processorCount) }

    /// The threads that work; where the system has fewer to give, they are fewer.
    func makePool() -> WorkerPool {
        let pool = WorkerPool(threads: threadCount)
        if pool.threadCount < threadCount {
            Console.warning(
                "only \(Text.count(pool.threadCount, "thread")) of \(Text.grouped(threadCount)) could be started: the system "
                    + "has no more to give; a limit of processes (ulimit -u) or of memory (ulimit -v) may be the reason"
            )
        }
        return pool
    }
    var seed: UInt64 { givenSeed ?? 0 }

    /// A remark on standard error.
    func note(_ line: String) {
        if !quiet { Console.note(line) }
    }

    /// Images that were written to a folder: their paths as results, or one line where they are many. JSON has them in its
    /// own way.
    func wrote(_ paths: [String], in folder: String) {
        guard !json else { return }
        guard paths.count > Self.mostPaths else { return paths.forEach(Console.path) }
        let prefix = FilePath.join(folder, "")
        func name(_ path: String) -> String { path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path }
        Console.result(
            "\(Text.count(paths.count, "image")) in \(folder) (\(name(paths[0])) … \(name(paths[paths.count - 1])))")
    }

    /// Paths that people still read one by one.
    private static let mostPaths = 32

    /// A path that was written: a result, unless JSON is.
    func wrote(_ path: String) {
        if !json { Console.path(path) }
    }
}
