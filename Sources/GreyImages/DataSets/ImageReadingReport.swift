/// What was left out when a data set was read, and what was done to its images.
package struct ImageReadingReport: Sendable, Hashable {
    /// The number of files and folders whose names begin with a dot.
    package var hiddenCount = 0
    /// The number of files whose names aren't those of images.
    package var otherFileCount = 0
    /// The files of other image formats, the most frequent format first.
    package var foreignImages: [ForeignImages] = []
    /// The files that were left out because they can't be read, sorted by path.
    package var unreadable: [UnreadableImage] = []
    /// The files and folders that were left out because they are read under another name, sorted by path.
    package var repeated: [RepeatedFile] = []
    /// The images at the top level that were left out because the sub-folders beside them are classes.
    package var strays: [String] = []
    /// The images at the top level because of which the sub-folders beside them aren't classes.
    package var imagesBesideFolders: [String] = []
    /// The groups of sub-folders that became one class because their names differ only in how letters are composed.
    package var mergedFolders: [[String]] = []
    /// How the images were prepared, with the window of levels if it was measured.
    package var preparation = ImagePreparation()
    /// The report on the levels; nil if they are those of the files.
    package var levels: LevelReport?

    package init() {}
}
