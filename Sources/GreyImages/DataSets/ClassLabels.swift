/// The classes of a data set's images.
struct ClassLabels: Sendable {
    /// The sorted names of the classes; empty if the images have no classes.
    let names: [String]
    /// The class of each image as an index into `names`; empty if the images have no classes.
    let labels: [Int]

    /// Images without classes.
    static let none = ClassLabels(names: [], labels: [])

    init(names: [String], labels: [Int]) {
        precondition(labels.isEmpty == names.isEmpty, "labels and class names come together")
        precondition(labels.allSatisfy(names.indices.contains), "a label is an index in the class names")
        self.names = names
        self.labels = labels
    }

    /// The labels of the images at some indices, with the same names.
    func subset(_ indices: [Int]) -> ClassLabels {
        labels.isEmpty ? self : ClassLabels(names: names, labels: indices.map { labels[$0] })
    }
}
