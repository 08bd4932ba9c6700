import Grisaille

extension ImagePreparation {
    /// The preparation in a few words.
    var summary: String {
        var steps: [String] = []
        if convertToGrey { steps.append("colour to grey") }
        if let levels { steps.append("levels \(levels)") }
        if let size { steps.append("\(size) (\(fit.rawValue))") }
        if let bitDepth { steps.append("\(bitDepth.rawValue) bits") }
        return steps.isEmpty ? "as they come" : steps.joined(separator: ", ")
    }
}
