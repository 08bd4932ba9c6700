/// The place of one parameter array in an arena. Layers hold slots, not arrays.
package struct Slot: Sendable, Hashable {
    /// The name in the model file, such as `encoder.convolution1.weight`.
    package let name: String
    package let shape: [Int]
    let offset: Int

    /// The number of elements.
    package var count: Int { shape.reduce(1, *) }
}
