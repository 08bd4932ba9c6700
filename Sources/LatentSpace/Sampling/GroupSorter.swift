import GreyImages
import VAE

/// Tells which of a data set's groups an image looks like.
package struct GroupSorter: Sendable {
    package let names: [String]
    let classifier: GroupClassifier
    let inference: Inference

    /// The share of held-out images whose group it tells; nil if none were held out.
    package var heldOutAccuracy: Double? { classifier.heldOutAccuracy }

    /// The group of every image, as an index into the names.
    func groups(of images: [GreyImage]) throws -> [Int] {
        classifier.groups(of: try inference.posteriors(of: ImageDataset(images: images)).means)
    }
}
