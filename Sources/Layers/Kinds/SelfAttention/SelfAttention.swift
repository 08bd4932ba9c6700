import Kernels

/// Self-attention among the positions of an image: output = softmax(queries · keysᵀ / √width) · values, for each head of
/// width = channels / heads. It has no parameters: the layers before it make queries, keys and values.
///
/// - input: `[images, positions, 3, channels]`: queries, keys and values side by side
/// - output: `[images, positions, channels]`
/// - Complexity: 4 · images · positions² · channels floating-point operations forward, two and a half times that
///   backward, where the probabilities are computed again.
///
/// Source: Vaswani et al., 2017, arXiv:1706.03762.
public struct SelfAttention: Layer {
    private let products: AttentionProducts

    public init(positions: Int, channels: Int, heads: Int) {
        products = AttentionProducts(positions: positions, channels: channels, heads: heads)
    }

    public var inputCount: Int { products.inputCount }
    public var outputCount: Int { products.outputCount }
    public var forwardOperations: Int { products.operations }
    public func scratchCount(images: Int) -> Int { products.scratchCount() }

    public func forward(_ input: Buffer, _ pass: LayerPass, into output: Buffer) {
        products.forward(input, images: pass.images, scratch: pass.scratch, into: output)
    }

    public func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, _ pass: LayerPass, into inputGradient: Buffer?
    ) {
        guard let inputGradient else { return }
        products.gradient(outputGradient, input: input, images: pass.images, scratch: pass.scratch, into: inputGradient)
    }
}
