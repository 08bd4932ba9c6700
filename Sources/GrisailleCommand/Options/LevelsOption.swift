import ArgumentParser
import Grisaille

/// The value of `--levels`: a window, that of the images, or none.
enum LevelsOption: ExpressibleByArgument, Equatable {
    case window(LevelWindow)
    /// From the minimum of all images to the maximum.
    case auto
    case none

    init?(argument: String) {
        switch argument {
        case "auto": self = .auto
        case "none": self = .none
        default:
            guard let window = LevelWindow(argument) else { return nil }
            self = .window(window)
        }
    }
}
