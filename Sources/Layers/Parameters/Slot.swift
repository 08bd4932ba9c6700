/// Where one parameter array lies in an arena: a layer holds slots, not arrays.
public struct Slot: Sendable, Hashable {
    /// As it stands in the model file: `encoder.convolution1.weight`.
    public let name: String
    public let shape: [Int]
    let offset: Int

    /// The elements of the array.
    public var count: Int { shape.reduce(1, *) }
}
