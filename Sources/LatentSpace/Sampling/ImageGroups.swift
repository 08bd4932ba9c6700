import GreyImages
import VAE

/// The groups into which a data set's images fall: its classes, or the values of an attribute.
package struct ImageGroups: Sendable {
    package let names: [String]
    /// Whether the groups are the images' classes.
    package let areClasses: Bool
    private let images: ImageDataset
    /// The indices of every group's images.
    private let members: [[Int]]

    /// The number of images in every group.
    package var counts: [Int] { members.map(\.count) }

    private static let maximumGroups = 100

    /// The classes of a data set.
    ///
    /// - Throws: `SamplingError.fewerThanTwoGroups`.
    package init(classesOf images: ImageDataset) throws(SamplingError) {
        guard images.classNames.count > 1 else { throw .fewerThanTwoGroups }
        self.images = images
        areClasses = true
        names = images.classNames
        members = images.classMembers
    }

    /// The groups of images that have the same value.
    ///
    /// - Parameters:
    ///   - images: The images.
    ///   - values: The value of every image; nil for images that belong to no group.
    /// - Throws: `SamplingError` if there are fewer than two groups, or more than 100.
    package init(_ images: ImageDataset, values: [String?]) throws(SamplingError) {
        precondition(values.count == images.count, "a value for every image")
        let found = Dictionary(grouping: values.indices.filter { values[$0] != nil }, by: { values[$0]! })
        guard found.count > 1 else { throw .fewerThanTwoGroups }
        guard found.count <= Self.maximumGroups else {
            throw .tooManyGroups(found.count, maximum: Self.maximumGroups)
        }
        self.images = images
        areClasses = false
        names = found.keys.sorted()
        members = names.map { found[$0]! }
    }

    /// The number of images that each group lacks.
    ///
    /// - Parameter target: The number that every group shall have; nil for that of the largest.
    package func missing(to target: Int? = nil) -> [Int] {
        let wanted = target ?? counts.max()!
        return counts.map { max(0, wanted - $0) }
    }

    /// Learns to tell the groups apart by the images' posterior means.
    ///
    /// - Throws: `InferenceError.notFinite`.
    package func sorter(inference: Inference, seed: UInt64) throws -> GroupSorter {
        let order = members.enumerated().flatMap { group, indices in indices.map { (group, $0) } }
        let means = try inference.posteriors(of: images, indices: order.map(\.1), seed: seed).means
        return GroupSorter(
            names: names,
            classifier: GroupClassifier(means, groups: order.map(\.0), count: names.count, seed: seed),
            inference: inference)
    }
}
