import ArgumentParser
import Grisaille
import Platform

/// The options of every command.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .customLong("seed"),
        help: ArgumentHelp(
            "The seed of all random numbers; the same seed gives the same result. (default: 0)", valueName: "n"))
    var givenSeed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Threads to use, at most one per processor; the result doesn't depend on it. (default: one per processor)",
            valueName: "n"))
    var threads: Int?

    @Flag(help: "Print only results and errors.")
    var quiet = false

    @Flag(help: "Print only the result, as one JSON object.")
    var json = false

    @Flag(help: "Overwrite outputs that exist.")
    var force = false

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads must be within 1...1024.") }
    }

    /// The number of threads; more than processors would take memory and save no time.
    var threadCount: Int { min(threads ?? .max, Processors.current.count) }

    /// Starts the threads; if the system grants fewer, they are fewer.
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

    /// Writes a remark to standard error, unless `--quiet`.
    func note(_ line: String) {
        if !quiet { Console.note(line) }
    }

    /// Prints the paths of images that were written to a folder, or one line if they are many. With `--json` they are part of the
    /// JSON result.
    func wrote(_ paths: [String], in folder: String) {
        guard !json else { return }
        guard paths.count > Self.maximumPaths else { return paths.forEach(Console.path) }
        let prefix = FilePath.join(folder, "")
        func name(_ path: String) -> String { path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path }
        Console.result(
            "\(Text.count(paths.count, "image")) in \(folder) (\(name(paths[0])) … \(name(paths[paths.count - 1])))")
    }

    /// The maximum number of paths that are printed one by one.
    private static let maximumPaths = 32

    /// Prints a path that was written, unless the result is JSON.
    func wrote(_ path: String) {
        if !json { Console.path(path) }
    }
}
