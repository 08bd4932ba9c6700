import ArgumentParser

/// The side of the crops to train on, as an option gives it: a number of pixels, or `whole` for whole images.
struct CropSide: ExpressibleByArgument {
    /// Nil for whole images.
    let side: Int?

    init?(argument: String) {
        if argument == "whole" {
            side = nil
        } else {
            guard let side = Int(argument) else { return nil }
            self.side = side
        }
    }

    var defaultValueDescription: String { side.map(String.init) ?? "whole" }
}
