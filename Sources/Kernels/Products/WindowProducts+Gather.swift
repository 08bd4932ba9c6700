import CKernels

/// The products from the image's windows to their positions.
extension WindowProducts {
    /// Floats of the panels for `gather`.
    package func gatherPanelCount(kernels: KernelSet = .current) -> Int {
        winograd?.panelCount(.gather, kernels: kernels) ?? kernels.loops.panels_count(window.elements, outputs)
    }

    /// Packs the weights for `gather`.
    package func packGather(_ weights: Buffer, into panels: Buffer, kernels: KernelSet = .current) {
        precondition(weights.count >= weightCount && panels.count >= gatherPanelCount(kernels: kernels))
        if let winograd {
            winograd.pack(weights, for: .gather, into: panels, kernels: kernels)
            return
        }
        kernels.pack(
            weights, depth: (1, 1, window.elements), strides: (0, 0, 1), columns: outputs,
            columnStride: window.elements, into: panels)
    }

    /// `positions = activation(windows(images) · weightsᵀ + bias)`.
    ///
    /// images: `[count, height, width, channels]`; positions: `[count, positions, outputs]`; bias: `[outputs]`; scratch:
    /// `scratchCount(images: count)` floats.
    package func gather(
        _ images: Buffer, count: Int, panels: Buffer, bias: Buffer? = nil, relu: Bool = false, scratch: Buffer,
        into positions: Buffer, kernels: KernelSet = .current
    ) {
        precondition(images.count >= count * window.imageCount && positions.count >= count * positionsCount)
        precondition(panels.count >= gatherPanelCount(kernels: kernels) && bias.map { $0.count >= outputs } ?? true)
        let (productScratch, rest) = divide(scratch)
        if let winograd {
            winograd.apply(
                .gather, to: images, count: count, panels: panels, bias: bias, relu: relu, product: productScratch,
                scratch: rest, into: positions, kernels: kernels)
            return
        }
        let pitch = horizontal.borderedSide * window.channels
        forEachGroup(of: count) { group in
            let left = self.bordered(images: images, group, scratch: rest, kernels: kernels)
            var product = grisaille_product()
            if isPointwise {
                product.setRows(
                    (1, 1, group.count * window.positions), left: (0, 0, window.channels), output: (0, 0, outputs))
            } else {
                product.setRows(
                    (group.count, vertical.positions, horizontal.positions),
                    left: (borderedImageCount, window.stride * pitch, window.stride * window.channels),
                    output: (positionsCount, horizontal.positions * outputs, outputs))
            }
            product.setDepth((1, window.kernel, window.kernel * window.channels), left: (0, pitch, 1))
            product.setOperands(
                left: left, panels: panels.base, columns: outputs,
                output: positions.base + group.lowerBound * positionsCount)
            product.bias = bias.map { UnsafePointer($0.base) }
            product.relu = relu
            kernels.run(&product, scratch: productScratch)
        }
    }
}
