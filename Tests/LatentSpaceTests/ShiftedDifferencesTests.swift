import GreyImages
import Kernels
import Testing

@testable import LatentSpace

/// The quick way over all shifts finds what trying them one by one does.
@Suite struct ShiftedDifferencesTests {
    private static func noise(_ size: ImageSize, _ depth: BitDepth, seed: UInt64) -> GreyImage {
        let numbers = Buffer(count: size.pixelCount)
        RandomStream(seed: seed, purpose: .tests).fillUniform(numbers)
        return GreyImage(
            size: size, bitDepth: depth, samples: numbers.values.map { UInt16($0 * Float(depth.maximumLevel)) })
    }

    /// Moved right and down, what comes in being grey.
    private static func moved(_ image: GreyImage, right: Int, down: Int) -> GreyImage {
        var samples = [UInt16](repeating: 77, count: image.size.pixelCount)
        for row in max(0, down)..<min(image.height, image.height + down) {
            for column in max(0, right)..<min(image.width, image.width + right) {
                samples[row * image.width + column] = image[column - right, row - down]
            }
        }
        return GreyImage(size: image.size, bitDepth: image.bitDepth, samples: samples)
    }

    @Test(arguments: [(64, 64), (96, 96), (101, 130), (163, 97)], [BitDepth.eight, .sixteen])
    func theLeastDifferenceIsThatOfAllShifts(sides: (Int, Int), depth: BitDepth) {
        let size = ImageSize(width: sides.0, height: sides.1)
        let differences = ShiftedDifferences(size)
        let reach = differences.reach
        #expect(reach == min(sides.0, sides.1) / 32)
        let image = Self.noise(size, depth, seed: 1)
        let flat = GreyImage(
            size: size, bitDepth: depth, samples: .init(repeating: UInt16(depth.maximumLevel), count: size.pixelCount))
        let others = [
            image, Self.moved(image, right: reach, down: -reach), Self.moved(image, right: -1, down: 2),
            Self.moved(image, right: reach + 1, down: 0), Self.noise(size, depth, seed: 2), flat, image.mirrored,
        ]
        let found = differences.least(image, others)
        #expect(found == others.map { ShiftedDifferences.leastOfAll(image, $0, reach: reach) })
        #expect(found.prefix(3) == [0, 0, 0] && found[3] > 0)
        #expect(differences.least(flat, [flat]) == [0])
    }
}
