import GreyImages
import Phantoms
import Testing

@Suite struct PhantomFactorTests {
    @Test(arguments: PhantomKind.allCases)
    func factorsLieInTheirRangesAndUseThem(kind: PhantomKind) {
        let ranges = kind.factorRanges
        #expect(Set(ranges.map(\.name)).count == ranges.count)
        let phantoms = (0..<25).map { Measures.generator(side: 8).phantom(kind, index: $0) }
        for (position, (name, range)) in ranges.enumerated() {
            let values = phantoms.map { $0.factors[position].value }
            #expect(phantoms.allSatisfy { $0.factors[position].name == name })
            #expect(values.allSatisfy(range.contains))
            #expect(values.max()! - values.min()! > 0.2 * (range.upperBound - range.lowerBound), "\(name)")
        }
    }

    @Test(arguments: PhantomKind.allCases)
    func everyFactorDrivesTheImage(kind: PhantomKind) {
        // Other factors that are necessary to make a factor visible.
        let needs = [
            "noduleRightFraction": "noduleRadiusFraction", "noduleDownFraction": "noduleRadiusFraction",
            "markerRightFraction": "hasSideMarker", "markerDownFraction": "hasSideMarker",
        ]
        let generator = Measures.generator(side: 32, bitDepth: .sixteen)
        let drawn = generator.phantom(kind, index: 6)
        for (name, range) in kind.factorRanges {
            var base: [PhantomFactor] = []
            if let need = needs[name] {
                let full = kind.factorRanges.first { $0.name == need }!.range.upperBound
                base.append(PhantomFactor(name: need, value: full))
            }
            let ends = [range.lowerBound, range.upperBound].map {
                generator.phantom(kind, index: 6, changing: base + [PhantomFactor(name: name, value: $0)])
            }
            #expect(ends[0].image != ends[1].image, "\(name)")
            // All other factors must stay the same.
            let set = Set(base.map(\.name) + [name])
            for end in ends {
                let others = zip(end.factors, drawn.factors).filter { !set.contains($0.0.name) }
                #expect(others.allSatisfy { $0.0 == $0.1 }, "\(name)")
            }
        }
    }

    @Test func aBiggerHeartCoversMoreLung() {
        let (small, large) = Measures.ends(of: "heartWidthFraction", .chest)
        let region = (x: 0.62...0.74, y: 0.5...0.66)
        #expect(
            Measures.mean(large.image, x: region.x, y: region.y)
                > Measures.mean(small.image, x: region.x, y: region.y) + 0.06)
        // Far from the heart only rounding changes.
        let corner = (x: 0.2...0.3, y: 0.3...0.4)
        #expect(
            abs(
                Measures.mean(large.image, x: corner.x, y: corner.y)
                    - Measures.mean(small.image, x: corner.x, y: corner.y)) < 0.01)
    }

    @Test func theHeartLiesToTheRightOfThePicture() {
        for index in 0..<4 {
            let image = Measures.generator().phantom(.chest, index: index).image
            let right = Measures.mean(image, x: 0.56...0.68, y: 0.45...0.62)
            let left = Measures.mean(image, x: 0.32...0.44, y: 0.45...0.62)
            #expect(right > left + 0.08)
        }
    }

    @Test func tallerLungsReachFurtherDown() {
        let (short, tall) = Measures.ends(of: "lungHeightFraction", .chest)
        func belly(_ phantom: Phantom) -> Double { Measures.mean(phantom.image, x: 0.25...0.4, y: 0.55...0.75) }
        #expect(belly(short) > belly(tall) + 0.1)
    }

    @Test func biggerVentriclesHoldMoreDarkPixels() {
        let (small, large) = Measures.ends(of: "ventricleRatio", .head)
        func dark(_ phantom: Phantom) -> Int {
            Measures.pixels(phantom.image, x: 0.36...0.64, y: 0.33...0.75).count { $0 < 0.25 }
        }
        #expect(dark(large) > 2 * dark(small) + 10)
    }

    @Test func aThickerSkullHoldsMoreBrightPixels() {
        let (thin, thick) = Measures.ends(of: "skullThicknessFraction", .head)
        func bright(_ phantom: Phantom) -> Int {
            Measures.pixels(phantom.image, x: 0...1, y: 0...1).count { $0 > 0.75 }
        }
        #expect(bright(thick) > bright(thin) * 13 / 10)
    }

    @Test func theHeadIsARingOfBoneInBlackAir() {
        for index in 0..<4 {
            let image = Measures.generator(side: 64).phantom(.head, index: index).image
            let row = (0..<64).map { Double(image[$0, 32]) / 255 }
            let bright = row.indices.filter { row[$0] > 0.6 }
            #expect(row[0] < 0.12 && row[63] < 0.12)
            #expect(bright.contains { $0 < 24 } && bright.contains { $0 > 40 })
            #expect(Measures.mean(image, x: 0.4...0.6, y: 0.4...0.6) < 0.6)
        }
    }

    @Test func rightHandsMirrorLeftHands() {
        let (left, right) = Measures.ends(of: "isRightHand", .hand)
        // The letters of the two markers differ; the rest is a mirror image.
        let mirrored = Measures.correlation(left.image, Measures.mirrored(right.image))
        #expect(mirrored > 0.95)
        #expect(Measures.correlation(left.image, right.image) < mirrored - 0.1)
        // A left hand, palm on the detector, has its thumb to the right.
        let region = 0.3...0.62
        #expect(
            Measures.mean(left.image, x: 0.65...0.9, y: region) > Measures.mean(left.image, x: 0.1...0.3, y: region))
    }

    @Test func spreadFingersReachFurtherApart() {
        let (closed, open) = Measures.ends(of: "fingerSpreadDegrees", .hand, index: 0)
        func columns(_ phantom: Phantom) -> Int {
            (0..<phantom.image.width).count { x in
                (0..<phantom.image.height * 45 / 100).contains { phantom.image[x, $0] > 45 }
            }
        }
        #expect(columns(open) >= columns(closed) + 4)
    }

    @Test(arguments: PhantomKind.allCases)
    func brightnessBrightensAndNoiseRoughens(kind: PhantomKind) {
        let (dark, bright) = Measures.ends(of: "brightness", kind, side: 32)
        #expect(Measures.mean(bright.image) > Measures.mean(dark.image) + 0.02)
        let (calm, noisy) = Measures.ends(of: "noise", kind, side: 64)
        #expect(roughness(noisy.image) > 1.1 * roughness(calm.image))
    }

    /// The mean squared difference of horizontal neighbours.
    private func roughness(_ image: GreyImage) -> Double {
        var sum = 0.0
        for y in 0..<image.height {
            for x in 1..<image.width {
                let step = Double(image[x, y]) - Double(image[x - 1, y])
                sum += min(step * step, 100)
            }
        }
        return sum
    }
}
