/// A setting of ``ImageReadingOptions`` with which images can be read that can't be read without it.
package enum ImageReadingRemedy: Sendable, Hashable {
    /// A size for all images; nil for any size that is small enough.
    case size(ImageSize?)
    case bitDepth(BitDepth)
    /// The window of levels from the minimum of all images to the maximum.
    case measuredLevels
    /// A window of levels that the user chooses.
    case chosenLevels
    /// The window of levels of the images that the model was trained on.
    case levelsOfModel
    case convertToGrey
    case skipUnreadable
    case ignoreOtherFormats

    /// A function that names remedies, one or several in a row.
    package typealias Naming = ([ImageReadingRemedy]) -> String

    /// Names remedies in words.
    package static func inWords(_ remedies: [ImageReadingRemedy]) -> String {
        Plural.list(remedies.map(\.description))
    }
}

extension ImageReadingRemedy: CustomStringConvertible {
    /// The remedy in words, as the subject of a sentence.
    package var description: String {
        switch self {
        case .size(nil): "a size"
        case .size(let size?): "a size of \(size)"
        case .bitDepth(let depth): "a depth of \(depth.rawValue) bits"
        case .measuredLevels: "a measured window of levels"
        case .chosenLevels: "a window of levels"
        case .levelsOfModel: "the window of levels of the model's images"
        case .convertToGrey: "conversion to grey"
        case .skipUnreadable: "skipping unreadable files"
        case .ignoreOtherFormats: "ignoring other formats"
        }
    }
}
