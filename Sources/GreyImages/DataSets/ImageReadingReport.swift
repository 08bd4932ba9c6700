/// What was left out when a data set was read, and what was done to its images.
public struct ImageReadingReport: Sendable, Hashable {
    /// The number of files and folders whose names begin with a dot.
    public var hiddenCount = 0
    /// The number of files whose names aren't those of images.
    public var otherFileCount = 0
    /// The files of other image formats, the most frequent format first.
    public var foreignImages: [ForeignImages] = []
    /// The files that were left out because they can't be read, sorted by path.
    public var unreadable: [UnreadableImage] = []
    /// The files and folders that were left out because they are read under another name, sorted by path.
    public var repeated: [RepeatedFile] = []
    /// The images at the top level that were left out because the sub-folders beside them are classes.
    public var strays: [String] = []
    /// The images at the top level because of which the sub-folders beside them aren't classes.
    public var imagesBesideFolders: [String] = []
    /// The groups of sub-folders that became one class because their names differ only in how letters are composed.
    public var mergedFolders: [[String]] = []
    /// How the images were prepared, with the window of levels if it was measured.
    public var preparation = ImagePreparation()
    /// The report on the levels; nil if they are those of the files.
    public var levels: LevelReport?

    public init() {}
}
