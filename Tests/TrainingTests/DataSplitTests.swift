import Foundation
import GreyImages
import Testing
import Training
import VAE

@Suite("The split into training and held-out images")
struct DataSplitTests {
    private func split(_ images: [GreyImage], _ share: Double) -> DataSplit {
        DataSplit(ImageDataset(images: images), validationShare: share)
    }

    @Test("Every image is on one side, and the number held out follows from the share", arguments: [0.1, 0.5, 0.9])
    func share(share: Double) {
        for count in [3000, 1345, 50, 20, 11, 5, 2] {
            let split = split(ToyData.spots(count), share)
            #expect((split.training + split.validation).sorted() == Array(0..<count))
            let wanted = min(count - 1, max(1, Int((share * Double(count)).rounded())))
            #expect(split.validation.count == wanted, "\(wanted) of \(count)")
        }
    }

    @Test("Older files hold out the images whose hashes lie below the share")
    func threshold() throws {
        let images = ImageDataset(images: ToyData.spots(1000))
        let expected = (0..<1000).filter { images.pixelHash(of: $0) < UInt64(0.1 * 0x1p63) << 1 }
        #expect(DataSplit(images, validationShare: 0.1, rule: .threshold).validation == expected)
        #expect(expected.count != 100)
        var old = try #require(
            JSONSerialization.jsonObject(with: JSONEncoder().encode(TrainingSettings())) as? [String: Any])
        #expect(old["heldOutRule"] as? String == "count")
        old["heldOutRule"] = nil
        let read = try JSONDecoder().decode(TrainingSettings.self, from: JSONSerialization.data(withJSONObject: old))
        #expect(read.heldOutRule == nil)
    }

    @Test("Copies that would exceed the number to hold out stay in training, and other images are held out")
    func manyCopies() {
        let images = ToyData.spots(40) + (0..<60).map { _ in ToyData.flat(9) }
        let split = split(images, 0.1)
        #expect(split.validation.count == 10 && split.validation.allSatisfy { $0 < 40 })
        // Of five images with ten copies each, one is held out with all its copies.
        let tens = self.split((0..<50).map { ToyData.flat(UInt16($0 % 5)) }, 0.02)
        #expect(tens.validation.count == 10 && Set(tens.validation.map { $0 % 5 }).count == 1)
    }

    @Test("Copies of an image are on the same side, whatever their order")
    func copies() {
        let images = ToyData.spots(200)
        let split = split(images + images.reversed(), 0.3)
        let heldOut = Set(split.validation)
        #expect(!heldOut.isEmpty)
        for index in 0..<200 { #expect(heldOut.contains(index) == heldOut.contains(399 - index)) }
    }

    @Test("Adding images moves few to the other side, and reordering moves none")
    func growth() {
        let images = ToyData.spots(300)
        let small = Set(split(Array(images.prefix(200)), 0.2).validation)
        let large = Set(split(images, 0.2).validation.filter { $0 < 200 })
        #expect(small.symmetricDifference(large).count <= 12)
        let reversed = split(images.reversed(), 0.2).validation.map { 299 - $0 }
        #expect(Set(reversed) == Set(split(images, 0.2).validation))
    }

    @Test("A share of 0 holds nothing out")
    func noShare() {
        let split = split(ToyData.spots(50), 0)
        #expect(split.validation.isEmpty && split.training.count == 50)
    }

    @Test("Of two different images, one is on each side", arguments: [0.0001, 0.5, 0.9])
    func two(share: Double) {
        let split = split([ToyData.flat(3), ToyData.flat(7)], share)
        #expect(split.training.count == 1 && split.validation.count == 1)
    }

    @Test("One image and its copies are all in training", arguments: [1, 9])
    func alike(count: Int) {
        let split = split((0..<count).map { _ in ToyData.flat(9) }, 0.9)
        #expect(split.training.count == count && split.validation.isEmpty)
    }
}
