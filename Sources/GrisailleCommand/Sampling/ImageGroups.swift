import Grisaille

/// The groups into which a folder's images fall: its classes, or what a table says of them.
struct ImageGroups {
    let names: [String]
    /// Of every group, the indices of its images.
    private let members: [[Int]]

    var counts: [Int] { members.map(\.count) }

    /// - Throws: `CommandError` where there are fewer than two groups.
    init(_ images: ImageDataset, by label: LabelOption?) throws {
        if let label {
            let values = try label.column(for: images).groups
            let found = Dictionary(grouping: values.indices.filter { values[$0] != nil }, by: { values[$0]! })
            guard found.count > 1 else {
                throw CommandError.attribute(
                    path: label.path, column: label.column,
                    reason: "every image has the same value: there are no groups to make equal")
            }
            guard found.count <= Self.mostGroups else {
                throw CommandError.attribute(
                    path: label.path, column: label.column,
                    reason: "has \(found.count) values; groups are at most \(Self.mostGroups)")
            }
            names = try ClassNames.folders(of: found.keys.sorted())
            members = names.map { found[$0]! }
        } else {
            guard images.classNames.count > 1 else { throw CommandError.noGroups(path: images.path) }
            names = try ClassNames.folders(of: images.classNames)
            members = images.classMembers
        }
    }

    private static let mostGroups = 100

    /// How many images each group lacks.
    func missing(to target: Int?) -> [Int] {
        let wanted = target ?? counts.max()!
        return counts.map { max(0, wanted - $0) }
    }

    /// What tells by an image which group it looks like.
    func sorter(of images: ImageDataset, inference: Inference, seed: UInt64) throws -> GroupSorter {
        let order = members.enumerated().flatMap { group, indices in indices.map { (group, $0) } }
        let means = try inference.posteriors(of: images, indices: order.map(\.1), seed: seed).means
        return GroupSorter(
            names: names,
            classifier: GroupClassifier(means, groups: order.map(\.0), count: names.count, seed: seed),
            inference: inference)
    }
}
