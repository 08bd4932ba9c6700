/// `grisaille-fuzz TARGET [options of libFuzzer] [corpora]`: feeds a reader of files with inputs that cover ever more of it.
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
        // libFuzzer takes the first argument for the program's name.
        arguments += 1
        var (count, start) = (CommandLine.argc - 1, Optional(arguments))
        exit(runDriver(&count, &start) { bytes, count in Fuzz.check(bytes, count) })
    }

    /// The target's input; written before the driver starts, which has one thread.
    nonisolated(unsafe) static var current: any FuzzInput.Type = PNGInput.self

    private static func check(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
        current.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
    }
}

/// libFuzzer's own loop.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ check: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Changes bytes as libFuzzer does without a mutator of ours, and returns how many they are then.
@_silgen_name("LLVMFuzzerMutate")
private func mutate(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int) -> Int

/// libFuzzer's mutator: what it changes gets good checksums and lengths again, as else nothing beyond them is ever reached.
@_cdecl("LLVMFuzzerCustomMutator")
func mutateInput(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int, _ seed: CUnsignedInt) -> Int {
    let count = mutate(bytes, count, limit)
    // One in four stays as it is, so that checks of checksums and lengths are tried too.
    guard !seed.isMultiple(of: 4) else { return count }
    let mended = Fuzz.current.mended(Array(UnsafeBufferPointer(start: bytes, count: count)))
    guard mended.count <= limit else { return count }
    for (index, byte) in mended.enumerated() { bytes[index] = byte }
    return mended.count
}
