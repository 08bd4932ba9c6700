import Synchronization
import Testing

@testable import Platform

@Suite struct ThreadsTests {
    @Test(arguments: [1, 2, 9]) func everyThreadDoesItsWorkBeforeTheEnd(count: Int) {
        let done = Atomic<Int>(0)
        Threads.run(upTo: count) { done.wrappingAdd(1, ordering: .relaxed) }
        #expect(done.load(ordering: .relaxed) == count)
    }

    @Test func needsBeyondWhatIsToBeHadAreErrors() throws {
        #expect(Memory.available > 0 && Memory.available.isFinite)
        try Memory.require(0, for: "nothing", remedy: "")
        let error = #expect(throws: MemoryError.self) {
            try Memory.require(1e18, for: "training", remedy: "choose a smaller batch")
        }
        let text = try #require(error).description
        #expect(text.hasPrefix("not enough memory: training needs 1000000000.0 GB, and "))
        #expect(text.hasSuffix(" are available; choose a smaller batch"))
        let bare = #expect(throws: MemoryError.self) { try Memory.require(1e18, for: "training") }
        #expect(bare?.description.hasSuffix(" are available") == true)
    }
}
