extension ImageFolderReader {
    /// The result of reading a file.
    struct Outcome {
        /// The header; nil if the file has no valid one.
        var header: PNGCodec.Header?
        /// The report on the levels of its pixels; nil if they are those of the file.
        var levels: LevelReport?
        /// Why the file can't be used; nil if it can.
        private(set) var failure: UnreadableImage?

        /// - Parameter body: Sets the properties as soon as they are known, and throws if the file can't be used.
        init(_ body: (inout Outcome) throws -> Void) {
            do {
                try body(&self)
            } catch let error as PNGError {
                failure = .png(error)
            } catch let error as FileError {
                failure = UnreadableImage(error)
            } catch {
                failure = .file(path: "", reason: "\(error)")
            }
        }
    }

    /// A file whose header was read.
    struct File {
        let name: String
        let outcome: Outcome

        /// The header.
        ///
        /// - Precondition: The file has a valid header.
        var header: PNGCodec.Header { outcome.header! }
    }
}
