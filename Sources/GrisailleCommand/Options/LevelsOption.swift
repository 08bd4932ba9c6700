import ArgumentParser
import Grisaille

/// What `--levels` says: a window, the images' own, or none.
enum LevelsOption: ExpressibleByArgument, Equatable {
    case window(LevelWindow)
    /// From the least value of all images to the greatest.
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
