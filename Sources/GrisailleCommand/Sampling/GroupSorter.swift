import Grisaille

/// Tells which of a folder's groups an image looks like.
struct GroupSorter {
    let names: [String]
    let classifier: GroupClassifier
    let inference: Inference

    /// Of every image, its group as an index into the names.
    func groups(of images: [GreyImage]) throws -> [Int] {
        classifier.groups(of: try inference.posteriors(of: ImageDataset(images: images)).means)
    }
}
