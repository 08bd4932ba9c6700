extension ImageFolderReader {
    /// What became of a file.
    struct Outcome {
        /// Nil where the file has none that is good.
        private(set) var header: PNGCodec.Header?
        /// Nil where nothing went wrong.
        private(set) var failure: UnreadableImage?

        /// - body: sets the header as soon as it is known, whatever goes wrong afterwards.
        init(_ body: (inout PNGCodec.Header?) throws -> Void) {
            do {
                try body(&header)
            } catch let error as PNGError {
                failure = .init(path: error.path, reason: error.reason)
            } catch let error as FileError {
                failure = .init(path: error.path, reason: error.reason)
            } catch {
                failure = .init(path: "", reason: "\(error)")
            }
        }
    }
}
