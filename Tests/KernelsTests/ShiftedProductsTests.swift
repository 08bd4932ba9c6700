import Testing

@testable import Kernels

@Suite struct ShiftedProductsTests {
    /// Against the sums themselves, for images of several tiles, of a part of one, and an odd number of them.
    @Test(arguments: [(40, 29, 3), (9, 50, 2), (5, 4, 1), (30, 30, 0)], [1, 2, 3])
    func sumsAreThoseOfTheLevels(shape: (width: Int, height: Int, reach: Int), count: Int) {
        let (width, height, reach) = shape
        func levels(_ seed: UInt64) -> [UInt16] {
            let words = RandomStream(seed: seed, purpose: .tests).words(blocks: (width * height + 3) / 4)
            return words.prefix(width * height).map { UInt16(truncatingIfNeeded: $0) }
        }
        let image = levels(1)
        let others = (0..<count).map { levels(UInt64(2 + $0)) }
        let products = ShiftedProducts(width: width, height: height, reach: reach)
        let found = products.sums(of: image, with: others)
        #expect(found.count == count)
        for (other, sums) in zip(others, found) {
            for down in -reach...reach {
                for right in -reach...reach {
                    var sum = 0
                    for y in max(0, down)..<min(height, height + down) {
                        for x in max(0, right)..<min(width, width + right) {
                            sum += Int(image[y * width + x]) * Int(other[(y - down) * width + x - right])
                        }
                    }
                    let place = (down + reach) * products.shifts + right + reach
                    #expect(abs(sums[place] - Double(sum)) <= 1e-12 * Double(width * height) * 65535 * 65535)
                }
            }
        }
    }

    @Test func transformsGoThereAndBack() {
        let roots = ComplexSquare.Roots(side: 16)
        let square = ComplexSquare(side: 16)
        for index in 0..<256 { (square.real[index], square.imaginary[index]) = (Double(index), Double(index % 7)) }
        square.transform(roots)
        square.transformBack(roots)
        for index in 0..<256 {
            #expect(abs(square.real[index] / 256 - Double(index)) < 1e-9)
            #expect(abs(square.imaginary[index] / 256 - Double(index % 7)) < 1e-9)
        }
    }
}
