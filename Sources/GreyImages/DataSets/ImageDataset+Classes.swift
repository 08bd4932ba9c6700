extension ImageDataset {
    /// The indices of the images of each class; empty if the images have no classes.
    ///
    /// - Complexity: O(images + classes).
    public var classMembers: [[Int]] {
        var members = [[Int]](repeating: [], count: classNames.count)
        for (index, label) in labels.enumerated() { members[label].append(index) }
        return members
    }
}
