/// The program `grisaille-fuzz TARGET [options of libFuzzer] [corpora]`, which fuzzes a reader of files.
@main enum Fuzz {
    static func main() {
        guard CommandLine.argc > 1, let target = FuzzTarget(rawValue: CommandLine.arguments[1]) else {
            print(
                "usage: grisaille-fuzz \(FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")) [options] [corpora]"
            )
            exit(64)
        }
        current = target.input
        var arguments = CommandLine.unsafeArgv
        // libFuzzer uses the first argument as the name of the program.
        arguments += 1
        var (count, start) = (CommandLine.argc - 1, Optional(arguments))
        exit(runDriver(&count, &start) { bytes, count in Fuzz.check(bytes, count) })
    }

    /// The kind of input. It is set before the driver starts, and the driver has one thread.
    nonisolated(unsafe) static var current: any FuzzInput.Type = PNGInput.self

    private static func check(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
        current.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
    }
}

/// libFuzzer's main loop.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ check: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// libFuzzer's default mutator. Changes bytes in place and returns their new number.
@_silgen_name("LLVMFuzzerMutate")
private func mutate(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int) -> Int

/// The mutator that libFuzzer calls. It corrects checksums and lengths after a change. Otherwise readers would reject nearly
/// every input there.
@_cdecl("LLVMFuzzerCustomMutator")
func mutateInput(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int, _ seed: CUnsignedInt) -> Int {
    let count = mutate(bytes, count, limit)
    // One input in four isn't corrected, so that the checks of checksums and lengths are fuzzed too.
    guard !seed.isMultiple(of: 4) else { return count }
    let mended = Fuzz.current.mended(Array(UnsafeBufferPointer(start: bytes, count: count)))
    guard mended.count <= limit else { return count }
    for (index, byte) in mended.enumerated() { bytes[index] = byte }
    return mended.count
}
