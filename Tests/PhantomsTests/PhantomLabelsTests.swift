import GreyImages
import Phantoms
import Testing

@Suite struct PhantomLabelsTests {
    private func phantom(_ kind: PhantomKind, _ factors: [(String, Double)]) -> Phantom {
        Phantom(
            kind: kind,
            image: GreyImage(size: ImageSize(width: 1, height: 1), bitDepth: .eight, samples: [0]),
            factors: factors.map { PhantomFactor(name: $0.0, value: $0.1) })
    }

    @Test func columnsAreTheUnionInOrderOfOccurrence() {
        let csv = PhantomLabels.csv([
            ("a.png", phantom(.chest, [("gamma", 1), ("heart", 0.5)])),
            ("b.png", phantom(.head, [("ventricle", -2.25), ("gamma", 1.5)])),
        ])
        #expect(csv == "file,kind,gamma,heart,ventricle\na.png,chest,1.0,0.5,\nb.png,head,1.5,,-2.25\n")
    }

    @Test func awkwardNamesAreQuoted() {
        let csv = PhantomLabels.csv([
            ("a,b.png", phantom(.hand, [])), ("say \"hi\".png", phantom(.hand, [])),
            ("two\r\nlines", phantom(.hand, [])),
        ])
        #expect(csv == "file,kind\n\"a,b.png\",hand\n\"say \"\"hi\"\".png\",hand\n\"two\r\nlines\",hand\n")
    }

    @Test func noRowsLeaveTheHeader() {
        #expect(PhantomLabels.csv([]) == "file,kind\n")
    }

    @Test func valuesReadBackExactly() {
        let made = Measures.generator(side: 8).phantom(.head, index: 0)
        let lines = PhantomLabels.csv([("x", made)]).split(separator: "\n").map { $0.split(separator: ",") }
        #expect(lines[0].dropFirst(2).map(String.init) == made.factors.map(\.name))
        #expect(lines[1].dropFirst(2).map { Double($0)! } == made.factors.map(\.value))
    }
}
