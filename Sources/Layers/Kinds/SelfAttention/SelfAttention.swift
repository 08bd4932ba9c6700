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
package struct SelfAttention: Layer {
    private let products: AttentionProducts

    package init(positions: Int, channels: Int, heads: Int) {
        products = AttentionProducts(positions: positions, channels: channels, heads: heads)
    }

    package var inputCount: Int { products.inputCount }
    package var outputCount: Int { products.outputCount }
    package var forwardOperations: Int { products.operations }
    package func scratchCount(images: Int) -> Int { products.scratchCount() }

    package func forward(_ input: Buffer, _ pass: LayerPass, into output: Buffer) {
        products.forward(input, images: pass.images, scratch: pass.scratch, into: output)
    }

    package func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, _ pass: LayerPass, into inputGradient: Buffer?
    ) {
        guard let inputGradient else { return }
        products.gradient(outputGradient, input: input, images: pass.images, scratch: pass.scratch, into: inputGradient)
    }
}
