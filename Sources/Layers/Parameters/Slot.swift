/// The place of one parameter array in an arena. Layers hold slots, not arrays.
public struct Slot: Sendable, Hashable {
    /// The name in the model file, such as `encoder.convolution1.weight`.
    public let name: String
    public let shape: [Int]
    let offset: Int

    /// The number of elements.
    public var count: Int { shape.reduce(1, *) }
}
