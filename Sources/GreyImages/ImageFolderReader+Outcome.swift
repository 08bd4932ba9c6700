extension ImageFolderReader {
    /// What became of a file.
    struct Outcome {
        /// Nil where the file has none that is good.
        var header: PNGCodec.Header?
        /// What became of the levels of its pixels; nil where they are those of the file.
        var levels: LevelReport?
        /// Nil where nothing went wrong.
        private(set) var failure: UnreadableImage?

        /// - body: sets what it finds as soon as that is known, whatever goes wrong afterwards.
        init(_ body: (inout Outcome) throws -> Void) {
            do {
                try body(&self)
            } catch let error as PNGError {
                failure = .init(path: error.path, reason: error.reason)
            } catch let error as FileError {
                failure = .init(path: error.path, reason: error.reason)
            } catch {
                failure = .init(path: "", reason: "\(error)")
            }
        }
    }

    /// A file whose header was looked at.
    struct File {
        let name: String
        let outcome: Outcome

        /// - Precondition: it is good.
        var header: PNGCodec.Header { outcome.header! }
    }
}
