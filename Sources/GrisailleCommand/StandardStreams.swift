import Platform

/// Standard input, output and error, as the program was started with them.
enum StandardStreams {
    /// Takes the place of those that are closed: a file that is opened would get the number of the first, and with it
    /// what is printed. Reading there finds the end, writing fails as it did.
    static func fillGaps() {
        var descriptor: CInt
        repeat { descriptor = unsafe open("/dev/null", O_RDONLY) } while (0...STDERR_FILENO).contains(descriptor)
        if descriptor >= 0 { close(descriptor) }
    }
}
