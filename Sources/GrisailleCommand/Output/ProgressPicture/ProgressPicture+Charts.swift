import Grisaille
import Platform

/// The charts of a picture: those of which there are figures.
extension ProgressPicture {
    var charts: [LineChart] {
        let pixels = Double(pixelCount)
        let bits = M_LN2 * pixels
        return [
            epochChart("Negative ELBO", up: "bits per pixel") { $0.negativeELBO / bits },
            epochChart("Distortion", up: "nats per pixel") { $0.distortion / pixels },
            epochChart("Rate", up: "nats per image", decimals: 1) { $0.rate },
            decoderChart(pixels), priorChart,
        ].compactMap(\.self)
    }

    private func epochChart(
        _ title: String, up: String, decimals: Int = 3, value: (EpochRecord.TermMeans) -> Double
    ) -> LineChart? {
        guard !curves.epochs.isEmpty else { return nil }
        func points(_ terms: (EpochRecord) -> EpochRecord.TermMeans?) -> [ChartLine.Point] {
            curves.epochs.compactMap { record in
                terms(record).map { ChartLine.Point(x: Double(record.epoch), y: value($0)) }
            }
        }
        return LineChart(
            title: title, across: "epochs (passes over the images)", up: up,
            lines: [
                ChartLine(
                    name: "training", points: points(\.training), style: .training, decimals: decimals),
                ChartLine(
                    name: "held out", points: points(\.validation), style: .heldOut, decimals: decimals),
            ])
    }

    private func decoderChart(_ pixels: Double) -> LineChart? {
        curves.decoder.map { curve in
            LineChart(
                title: "Decoder stage: distortion", across: "steps", up: "nats per pixel",
                lines: [ChartLine(name: "training", points: Self.points(curve, per: pixels), style: .training)])
        }
    }

    private var priorChart: LineChart? {
        curves.prior.map { curve in
            return LineChart(
                title: "Prior: flow-matching loss", across: "steps", up: "squared error per dimension",
                lines: [
                    ChartLine(name: "steps", points: Self.points(curve, per: 1), style: .steps, decimals: nil),
                    ChartLine(name: "training", points: checks(\.training), style: .training),
                    ChartLine(name: "held out", points: checks(\.heldOut), style: .heldOut),
                ])
        }
    }

    private func checks(_ loss: (PriorCheck) -> Double) -> [ChartLine.Point] {
        curves.priorChecks.map { ChartLine.Point(x: Double($0.step), y: loss($0)) }
    }

    private static func points(_ curve: LossCurve, per divisor: Double) -> [ChartLine.Point] {
        curve.points.enumerated().map {
            ChartLine.Point(x: Double(curve.step(ofPoint: $0.offset)), y: $0.element / divisor)
        }
    }
}
