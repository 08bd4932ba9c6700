import Kernels

/// Vectors that steer the conditioned layers of a stack, one per image. Every such layer reads a part of its own.
package struct Condition: Sendable {
    /// `[images, count]`
    package let values: Buffer
    /// Where a backward pass sets the gradient of the values, `[images, count]`; a forward pass needs none.
    package let gradient: Buffer?

    package init(values: Buffer, gradient: Buffer? = nil) {
        self.values = values
        self.gradient = gradient
    }
}
