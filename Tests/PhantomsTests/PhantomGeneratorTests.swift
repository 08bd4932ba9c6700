import GreyImages
import Phantoms
import Testing

@Suite struct PhantomGeneratorTests {
    @Test(arguments: PhantomKind.allCases)
    func sameSeedGivesTheSameBits(kind: PhantomKind) {
        let first = Measures.generator().phantom(kind, index: 5)
        let again = Measures.generator().phantom(kind, index: 5)
        #expect(first.image == again.image)
        #expect(first.factors == again.factors)
    }

    @Test func nothingMadeBeforeMatters() {
        let generator = Measures.generator(side: 24)
        let alone = generator.phantom(.hand, index: 2)
        for kind in PhantomKind.allCases {
            for index in 0..<2 { _ = generator.phantom(kind, index: index) }
        }
        #expect(generator.phantom(.hand, index: 2).image == alone.image)
    }

    @Test(arguments: PhantomKind.allCases)
    func indicesAndSeedsGiveDifferentPatients(kind: PhantomKind) {
        let images = (0..<4).map { Measures.generator(side: 24).phantom(kind, index: $0).image }
        let other = Measures.generator(seed: 8, side: 24).phantom(kind, index: 0).image
        #expect(Set(images + [other]).count == 5)
    }

    @Test func kindsDrawApart() {
        // All three draw the rotation first: one shared stream would give them the same share of its range.
        let generator = Measures.generator(side: 16)
        let shares = PhantomKind.allCases.map { kind in
            let range = kind.factorRanges.first { $0.name == "rotationDegrees" }!.range
            return generator.phantom(kind, index: 1)["rotationDegrees"]! / range.upperBound
        }
        #expect(abs(shares[0] - shares[1]) > 1e-6)
        #expect(abs(shares[1] - shares[2]) > 1e-6)
    }

    @Test(arguments: PhantomKind.allCases)
    func neighbouringIndicesAreUnrelated(kind: PhantomKind) {
        let generator = Measures.generator(side: 8)
        let range = kind.factorRanges.first { $0.name == "scaleRatio" }!.range
        let shares = (0..<40).map {
            (generator.phantom(kind, index: $0)["scaleRatio"]! - range.lowerBound)
                / (range.upperBound - range.lowerBound)
        }
        // The mean of three uniform numbers has variance 1/36. The standard error of 40 such means is 0.026.
        #expect(abs(shares.reduce(0, +) / 40 - 0.5) < 0.11)
        let lagged = zip(shares, shares.dropFirst()).map { ($0 - 0.5) * ($1 - 0.5) }.reduce(0, +) / 39 * 36
        #expect(abs(lagged) < 0.6)
    }

    @Test(arguments: PhantomKind.allCases)
    func depthsShowTheSamePictureOverMostOfTheRange(kind: PhantomKind) {
        let eight = Measures.generator().phantom(kind, index: 1).image
        let sixteen = Measures.generator(bitDepth: .sixteen).phantom(kind, index: 1).image
        let widest = zip(eight.samples, sixteen.samples).map { abs(Int($0) * 257 - Int($1)) }.max()!
        #expect(widest <= 129)
        let maximum = Double(sixteen.samples.max()!) / 65535
        let minimum = Double(sixteen.samples.min()!) / 65535
        #expect(maximum - minimum > 0.55)
        #expect(minimum < 0.12)
        // 16-bit samples aren't scaled 8-bit samples.
        #expect(Set(sixteen.samples).count > 600)
    }

    @Test(arguments: PhantomKind.allCases)
    func aFinerImageShowsTheSamePatient(kind: PhantomKind) {
        let coarse = Measures.generator(side: 64).phantom(kind, index: 4)
        let fine = Measures.generator(side: 128).phantom(kind, index: 4)
        let other = Measures.generator(side: 64).phantom(kind, index: 5)
        #expect(coarse.factors == fine.factors)
        #expect(Measures.correlation(coarse.image, Measures.halved(fine.image)) > 0.98)
        #expect(Measures.correlation(coarse.image, other.image) < 0.97)
    }

    @Test(arguments: PhantomKind.allCases)
    func framesThatAreNotSquareHoldTheSameSquarePicture(kind: PhantomKind) {
        let square = Measures.generator(side: 32).phantom(kind, index: 2).image
        for size in [ImageSize(width: 45, height: 32), ImageSize(width: 32, height: 50)] {
            let wide = PhantomGenerator(seed: 7, size: size, bitDepth: .eight).phantom(kind, index: 2).image
            #expect(wide.size == size)
            let (left, top) = ((size.width - 32) / 2, (size.height - 32) / 2)
            let samples = (0..<32).flatMap { y in (0..<32).map { wide[left + $0, top + y] } }
            let middle = GreyImage(size: square.size, bitDepth: .eight, samples: samples)
            #expect(Measures.correlation(square, middle) > 0.95)
            #expect(wide[0, 0] == 0 && wide[size.width - 1, size.height - 1] == 0)
        }
    }

    @Test(arguments: PhantomKind.allCases)
    func theSmallestFrameWorks(kind: PhantomKind) {
        let image = PhantomGenerator(seed: 0, size: ImageSize(width: 8, height: 11), bitDepth: .sixteen)
            .phantom(kind, index: 1_000_000).image
        #expect(image.samples.count == 88)
        #expect(Set(image.samples).count > 10)
    }
}
