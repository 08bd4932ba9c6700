import GreyImages
import Synchronization

/// What an observer of reading was told.
final class Progress: Sendable {
    private let found = Mutex<[(stage: ImageReadingStage, done: Int, total: Int)]>([])

    func add(_ stage: ImageReadingStage, _ done: Int, _ total: Int) {
        found.withLock { $0.append((stage, done, total)) }
    }

    /// Each of two images done, in whatever order.
    func counts(of stage: ImageReadingStage) -> [Int] {
        found.withLock { $0.filter { $0.stage == stage && $0.total == 2 }.map(\.done).sorted() }
    }
}
