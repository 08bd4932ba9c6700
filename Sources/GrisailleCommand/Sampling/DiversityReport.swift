import Grisaille

/// The effect of choosing diverse samples, as JSON and as lines.
struct DiversityReport: Encodable {
    private var lambda: Double
    private var method: String
    private var features: String
    private var candidates: Int
    /// The variety of plain samples, the first candidates, and of those chosen.
    private var before: DiversityMeasures
    private var after: DiversityMeasures
    private var meanTypicalityBefore: Double
    private var meanTypicalityAfter: Double
    /// The bounds of 90 of 100 candidates' typicality.
    private var usualTypicality: [Double]
    private var beyondRank: Int
    /// The share of the kernel's trace that an approximation left out.
    private var kernelShareLeftOut: Double

    /// - Parameters:
    ///   - samples: The number of samples.
    ///   - candidates: The number that they were chosen from.
    init(_ choice: DiverseChoice, _ diversity: SampleDiversity, samples: Int, candidates: Int) {
        lambda = diversity.weight
        method = diversity.method(count: samples).rawValue
        features = diversity.features.rawValue
        self.candidates = candidates
        before = choice.before
        after = choice.after
        meanTypicalityBefore = choice.typicalityBefore
        meanTypicalityAfter = choice.typicalityAfter
        usualTypicality = [choice.usualTypicality.lowerBound, choice.usualTypicality.upperBound]
        beyondRank = choice.beyondRank
        kernelShareLeftOut = choice.unexplained
    }

    /// Prints the figures on standard output and warnings on standard error.
    func show() {
        if let sentence { Console.result(sentence) }
        func row(_ name: String, _ before: Double?, _ after: Double?, _ decimals: Int) {
            let cells = [before, after].map {
                Text.padded($0.map { Text.fixed($0, decimals) } ?? "–", 12, right: true)
            }
            Console.result(Text.padded(name, 22) + cells.joined())
        }
        Console.result(
            Text.padded("of \(Text.grouped(candidates)) candidates", 22) + Text.padded("plain", 12, right: true)
                + Text.padded("chosen", 12, right: true))
        row("Vendi score", before.vendiScore, after.vendiScore, 2)
        row("mean distance", before.meanPairwiseDistance, after.meanPairwiseDistance, 3)
        row("mode coverage", before.modeCoverage, after.modeCoverage, 3)
        row("log det", before.logDeterminant, after.logDeterminant, 2)
        row("mean typicality", meanTypicalityBefore, meanTypicalityAfter, 3)
        let usual = usualTypicality.map { Text.fixed($0, 3) }
        Console.result("90 of 100 candidates have a typicality from \(usual[0]) to \(usual[1])")
        Console.result("chosen samples are no plain draw: weigh them as samples.csv says in statistics of the model")
        if beyondRank > 0 {
            Console.warning(
                "the candidates differ in fewer respects than samples are wanted: \(Text.count(beyondRank, "sample")) "
                    + "had to be like others; give a larger --pool, or fewer samples")
        }
        if kernelShareLeftOut > Self.notableShareLeftOut {
            Console.warning(
                "the kernel of so many candidates was approximated, and \(Text.fixed(100 * kernelShareLeftOut, 1)) % of it "
                    + "left out: give a smaller --pool, or choose --select greedy")
        }
    }

    /// The Vendi scores in words, in whole images if these tell the two apart.
    private var sentence: String? {
        guard let plain = before.vendiScore, let chosen = after.vendiScore else { return nil }
        let decimals = plain.rounded() == chosen.rounded() ? 1 : 0
        let count = Text.fixed(chosen, decimals)
        return
            "as varied as \(count) wholly different image\(count == "1" ? "" : "s"); plain: \(Text.fixed(plain, decimals))"
    }

    /// The share of the kernel's trace that is worth a warning.
    private static let notableShareLeftOut = 0.01
}
