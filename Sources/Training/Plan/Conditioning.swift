import GreyImages

/// What images can condition a flow prior on.
struct Conditioning {
    var classNames: [String]
    var attributes: [ImageAttribute]

    init(classNames: [String], attributes: [ImageAttribute] = []) {
        self.classNames = classNames
        self.attributes = attributes
    }

    init(_ images: ImageDataset) {
        self.init(classNames: images.classNames, attributes: images.attributes)
    }

    /// A stand-in for images that aren't known yet, with everything that the choices ask for.
    init(standingInFor choices: [TrainingChoice]) {
        self.init(classNames: ["class"])
        for case .conditions(let names) in choices {
            attributes += names.map { ImageAttribute($0, numbers: [0, 1]) }
        }
    }
}
