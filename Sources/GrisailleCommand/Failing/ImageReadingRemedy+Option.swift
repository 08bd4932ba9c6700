import Grisaille

extension ImageReadingRemedy {
    /// The option that applies the remedy.
    private var option: String {
        switch self {
        case .size(nil): "--size"
        case .size(let size?): "--size \(size)"
        case .bitDepth(let depth): "--bit-depth \(depth.rawValue)"
        case .measuredLevels: "--levels auto"
        case .chosenLevels: "--levels MIN:MAX"
        case .levelsOfModel: "--levels MIN:MAX with the window of the model's images"
        case .convertToGrey: "--convert-to-grey"
        case .skipUnreadable: "--skip-unreadable"
        case .ignoreOtherFormats: "--ignore-other-formats"
        }
    }

    /// The options that apply remedies, as they are added to a command.
    static func options(_ remedies: [ImageReadingRemedy]) -> String {
        remedies.map(\.option).joined(separator: " ")
    }
}

extension ImageProblem {
    /// What is wrong, with the options that solve it.
    var message: String { text(naming: ImageReadingRemedy.options) }
}
