/// The direction of a convolution's product.
package enum WindowDirection: Sendable, Hashable {
    /// From the image's windows to their positions.
    case gather
    /// From the positions to the pixels under their windows.
    case spread

    /// The direction of the gradient.
    package var adjoint: WindowDirection { self == .gather ? .spread : .gather }
}

extension WindowProducts {
    /// Floats of the product's input for one image.
    package func inputCount(_ direction: WindowDirection) -> Int {
        direction == .gather ? window.imageCount : positionsCount
    }

    /// Floats of the product's output for one image.
    package func outputCount(_ direction: WindowDirection) -> Int { inputCount(direction.adjoint) }

    /// Floats of the panels for a product.
    package func panelCount(_ direction: WindowDirection) -> Int {
        switch direction {
        case .gather: gatherPanelCount()
        case .spread: spreadPanelCount()
        }
    }

    /// Packs the weights for a product.
    package func pack(_ weights: Buffer, for direction: WindowDirection, into panels: Buffer) {
        switch direction {
        case .gather: packGather(weights, into: panels)
        case .spread: packSpread(weights, into: panels)
        }
    }

    /// Computes `gather` or `spread`, according to the direction.
    package func apply(
        _ direction: WindowDirection, to input: Buffer, count: Int, panels: Buffer, bias: Buffer? = nil,
        relu: Bool = false, scratch: Buffer, into output: Buffer
    ) {
        switch direction {
        case .gather:
            gather(input, count: count, panels: panels, bias: bias, relu: relu, scratch: scratch, into: output)
        case .spread:
            spread(input, count: count, panels: panels, bias: bias, relu: relu, scratch: scratch, into: output)
        }
    }

    /// Adds the weights' gradient of a product, from its input and the gradient of its output.
    package func addWeightGradient(
        _ direction: WindowDirection, input: Buffer, outputGradient: Buffer, count: Int, scratch: Buffer,
        to gradient: Buffer
    ) {
        let (positions, images) = direction == .gather ? (outputGradient, input) : (input, outputGradient)
        addWeightGradient(positions: positions, images: images, count: count, scratch: scratch, to: gradient)
    }
}
