import GreyImages
import Testing
import Training

@Suite("The validation split")
struct DataSplitTests {
    private func split(_ images: [GreyImage], _ share: Double) -> DataSplit {
        DataSplit(ImageDataset(images: images), validationShare: share)
    }

    @Test("Every image is on one side, and the share is about what was asked for", arguments: [0.1, 0.5, 0.9])
    func share(share: Double) {
        let split = split(ToyData.spots(3000), share)
        #expect((split.training + split.validation).sorted() == Array(0..<3000))
        #expect(abs(Double(split.validation.count) / 3000 - share) < 0.03)
    }

    @Test("Copies stay together, wherever they stand")
    func copies() {
        let images = ToyData.spots(200)
        let split = split(images + images.reversed(), 0.3)
        let heldOut = Set(split.validation)
        #expect(!heldOut.isEmpty)
        for index in 0..<200 { #expect(heldOut.contains(index) == heldOut.contains(399 - index)) }
    }

    @Test("More images move none to the other side")
    func growth() {
        let images = ToyData.spots(300)
        let small = Set(split(Array(images.prefix(200)), 0.2).validation)
        let large = Set(split(images, 0.2).validation)
        #expect(small == large.filter { $0 < 200 })
    }

    @Test("No share holds nothing out")
    func noShare() {
        let split = split(ToyData.spots(50), 0)
        #expect(split.validation.isEmpty && split.training.count == 50)
    }

    @Test("Two different images: one on each side", arguments: [0.0001, 0.5, 0.9])
    func two(share: Double) {
        let split = split([ToyData.flat(3), ToyData.flat(7)], share)
        #expect(split.training.count == 1 && split.validation.count == 1)
    }

    @Test("One image, or copies of it, are all trained on", arguments: [1, 9])
    func alike(count: Int) {
        let split = split((0..<count).map { _ in ToyData.flat(9) }, 0.9)
        #expect(split.training.count == count && split.validation.isEmpty)
    }
}
