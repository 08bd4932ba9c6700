/// The images in their order, each with levels as they were read.
extension ImageDataset: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { count }

    public subscript(index: Int) -> GreyImage { image(at: index) }
}
