import Kernels

/// Vectors that steer the conditioned layers of a stack, one per image. Every such layer reads a part of its own.
public struct Condition: Sendable {
    /// `[images, count]`
    public let values: Buffer
    /// Where a backward pass sets the gradient of the values, `[images, count]`; a forward pass needs none.
    public let gradient: Buffer?

    public init(values: Buffer, gradient: Buffer? = nil) {
        self.values = values
        self.gradient = gradient
    }
}
