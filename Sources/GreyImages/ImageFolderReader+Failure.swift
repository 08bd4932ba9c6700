extension ImageFolderReader {
    /// One file's trouble, whichever error it was.
    struct Failure: Error {
        let image: UnreadableImage

        static func catching<Success>(_ body: () throws -> Success) -> Result<Success, Failure> {
            do {
                return .success(try body())
            } catch let error as PNGError {
                return .failure(Failure(image: .init(path: error.path, reason: error.reason)))
            } catch let error as FileError {
                return .failure(Failure(image: .init(path: error.path, reason: error.reason)))
            } catch {
                return .failure(Failure(image: .init(path: "", reason: "\(error)")))
            }
        }
    }
}
