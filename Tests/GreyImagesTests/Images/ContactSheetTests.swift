import GreyImages
import Testing

@Suite struct ContactSheetTests {
    private func images(_ count: Int, _ width: Int = 3, _ height: Int = 2) -> [GreyImage] {
        (0..<count).map { .constant(UInt16(100 + $0), width, height) }
    }

    @Test func tilesStandInRows() {
        let sheet = ContactSheet(images: images(5), columns: 3, gap: 2, scale: 1).image
        #expect(sheet.size == ImageSize(width: 2 + 3 * 5, height: 2 + 2 * 4))
        for index in 0..<5 {
            let (x, y) = (2 + index % 3 * 5, 2 + index / 3 * 4)
            #expect(sheet[x, y] == UInt16(100 + index) && sheet[x + 2, y + 1] == UInt16(100 + index))
            #expect(sheet[x - 1, y] == 63 && sheet[x + 3, y] == 63 && sheet[x, y - 1] == 63 && sheet[x, y + 2] == 63)
        }
        #expect(sheet[12, 6] == 63, "the last tile is empty")
    }

    @Test func pixelsAreEnlargedToSquares() {
        let sheet = ContactSheet(images: [GreyImage([[1, 2], [3, 4]])], gap: 0, scale: 2).image
        #expect(sheet == GreyImage([[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]))
    }

    @Test(arguments: [(8, 96), (28, 112), (64, 128), (95, 190), (96, 96), (500, 500)])
    func smallImagesAreEnlargedUntilTheyShow(side: Int, shown: Int) {
        #expect(ContactSheet(images: images(1, side, side), gap: 0).image.width == shown)
    }

    @Test(arguments: [(1, 1, 1), (2, 2, 1), (4, 2, 2), (5, 3, 2), (10, 4, 3), (16, 4, 4)])
    func sheetsAreNearlySquare(count: Int, columns: Int, rows: Int) {
        let size = ContactSheet(images: images(count), gap: 0, scale: 1).image.size
        #expect(size == ImageSize(width: columns * 3, height: rows * 2))
    }

    @Test func stripIsOneRow() {
        #expect(ContactSheet.strip(images(7), gap: 1, scale: 1).image.size == ImageSize(width: 29, height: 4))
    }

    @Test func pairsStandTogether() {
        let pairs = (0..<3).map {
            (original: GreyImage([[UInt16(10 + $0)]]), reconstruction: GreyImage([[UInt16(20 + $0)]]))
        }
        let above = ContactSheet(pairs: pairs, layout: .above, pairsPerRow: 2, gap: 0, scale: 1).image
        #expect(above == GreyImage([[10, 11], [20, 21], [12, 63], [22, 63]]))
        let beside = ContactSheet(pairs: pairs, layout: .beside, pairsPerRow: 2, gap: 0, scale: 1).image
        #expect(beside == GreyImage([[10, 20, 11, 21], [12, 22, 63, 63]]))
        #expect(ContactSheet(pairs: [pairs[0]], gap: 0, scale: 1).image == GreyImage([[10], [20]]))
    }

    @Test func smallerImagesAreCentred() {
        let mixed = [GreyImage.constant(9, 3, 3), GreyImage([[5]])]
        let sheet = ContactSheet(images: mixed, columns: 2, gap: 0, scale: 1).image
        #expect(sheet == GreyImage([[9, 9, 9, 63, 63, 63], [9, 9, 9, 63, 5, 63], [9, 9, 9, 63, 63, 63]]))
    }

    @Test func sixteenBitsStaySixteen() {
        let sheet = ContactSheet(images: [.constant(40_000, 1, 1, .sixteen)], gap: 1, scale: 1).image
        #expect(sheet.bitDepth == .sixteen && sheet[1, 1] == 40_000 && sheet[0, 0] == 16_383)
    }
}
