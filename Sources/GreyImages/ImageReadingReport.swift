/// What was left aside while a data set was read, and what was done to the images.
public struct ImageReadingReport: Sendable, Hashable {
    /// Files and folders whose name begins with a dot.
    public var hiddenCount = 0
    /// Files that aren't images by their name.
    public var otherFileCount = 0
    /// Files of other image formats, the most frequent first.
    public var foreignImages: [ForeignImages] = []
    /// Files that were left out because they can't be read, in the order of their paths.
    public var unreadable: [UnreadableImage] = []
    /// Files and folders that were left out because they are read by another name, in the order of their paths.
    public var repeated: [RepeatedFile] = []
    /// Images at the top that were left out because the sub-folders beside them are classes.
    public var strays: [String] = []
    /// Images at the top that are too many to be strays, so that the sub-folders beside them are no classes.
    public var imagesBesideFolders: [String] = []
    /// Sub-folders that became one class, as their names are the same but for the way in which letters are composed.
    public var mergedFolders: [[String]] = []
    /// What was done to the images, with the window of levels that was measured.
    public var preparation = ImagePreparation()
    /// What became of the levels; nil where they are those of the files.
    public var levels: LevelReport?

    public init() {}
}
