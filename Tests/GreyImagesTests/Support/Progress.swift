import GreyImages
import Synchronization

/// Records the calls of an observer of reading.
final class Progress: Sendable {
    private let found = Mutex<[(stage: ImageReadingStage, done: Int, total: Int)]>([])

    func add(_ stage: ImageReadingStage, _ done: Int, _ total: Int) {
        found.withLock { $0.append((stage, done, total)) }
    }

    /// The calls for two images, in any order.
    func counts(of stage: ImageReadingStage) -> [Int] {
        found.withLock { $0.filter { $0.stage == stage && $0.total == 2 }.map(\.done).sorted() }
    }
}
