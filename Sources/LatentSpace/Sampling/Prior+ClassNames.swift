import GreyImages
import VAE

extension Prior {
    /// The index of a class among those that the prior knows.
    ///
    /// - Throws: `SamplingError.noClasses` if it knows none, `SamplingError.unknownClass`.
    package func classIndex(named name: String) throws(SamplingError) -> Int {
        guard !classNames.isEmpty else { throw .noClasses }
        guard let index = classNames.firstIndex(of: name) else { throw .unknownClass(name, known: classNames) }
        return index
    }

    /// The class of every image, as an index into those that the prior knows; nil for an image of none of them.
    package func classIndices(of images: ImageDataset) -> [Int?] {
        guard !images.labels.isEmpty else { return [Int?](repeating: nil, count: images.count) }
        let indices = Dictionary(zip(classNames, classNames.indices), uniquingKeysWith: { first, _ in first })
        let known = images.classNames.map { indices[$0] }
        return images.labels.map { known[$0] }
    }
}
