import Grisaille

extension TrainingForecast {
    /// The forecast as a sentence, with the minutes to choose instead if these are too few.
    var text: String? {
        guard let autoencoder = passes(of: .autoencoder) else { return nil }
        let prior = passes(of: .prior).map { ", and \(Self.about($0)) of the prior" } ?? ""
        let advice = advisedMinutes.map {
            "; that is little, and samples will be soft: --minutes \(Text.grouped(Int($0))) would be enough"
        }
        let verb = minutes == 1 ? "gives" : "give"
        return "\(Self.minutes(minutes)) \(verb) about \(Self.about(autoencoder)) passes of the autoencoder over "
            + "\(Text.count(images, "image"))\(prior)\(advice ?? "")"
    }

    private static func minutes(_ count: Double) -> String {
        let text = "\(count)"
        let short = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        return "\(short) \(short == "1" ? "minute" : "minutes")"
    }

    /// A number with two digits that count.
    private static func about(_ number: Double) -> String {
        guard number < 1e15 else { return "countless" }
        if number < 10 { return Text.fixed(number, 1) }
        var scale = 1.0
        while number / scale >= 100 { scale *= 10 }
        return Text.grouped(Int((number / scale).rounded() * scale))
    }
}
