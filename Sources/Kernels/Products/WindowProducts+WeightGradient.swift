import CKernels

extension WindowProducts {
    /// The number of positions that are summed at a time, so that both factors stay in the first-level cache while the whole
    /// gradient is read and written.
    private static let positionsAtATime = 128

    /// `gradient += positionsᵀ · windows(images)`, the weights' gradient `[outputs, kernel, kernel, channels]`.
    ///
    /// positions: `[count, positions, outputs]`; images: `[count, height, width, channels]`; scratch:
    /// `scratchCount(images: count)` floats.
    package func addWeightGradient(
        positions: Buffer, images: Buffer, count: Int, scratch: Buffer, to gradient: Buffer,
        kernels: KernelSet = .current
    ) {
        precondition(images.count >= count * window.imageCount && positions.count >= count * positionsCount)
        precondition(gradient.count >= weightCount)
        let (productScratch, rest) = divide(scratch)
        if let winograd {
            winograd.addWeightGradient(
                positions: positions, images: images, count: count, product: productScratch, scratch: rest,
                to: gradient, kernels: kernels)
            return
        }
        let transposed = rest[rest.count - weightCount * (hasFewChannels ? 1 : 0)..<rest.count]
        transposed.fill(0)
        forEachGroup(of: count) { group in
            let bordered = bordered(images: images, group, scratch: rest, kernels: kernels)
            let groupPositions = positions.base + group.lowerBound * positionsCount
            // Whole images where they are small, whole rows of one image where it is large.
            let imagesTogether = max(1, Self.positionsAtATime / window.positions)
            let rowsTogether = max(1, min(vertical.positions, Self.positionsAtATime / horizontal.positions))
            for image in stride(from: 0, to: group.count, by: imagesTogether) {
                for row in stride(from: 0, to: vertical.positions, by: rowsTogether) {
                    let part = Part(
                        image: image, images: min(imagesTogether, group.count - image), row: row,
                        rows: min(rowsTogether, vertical.positions - row))
                    if hasFewChannels {
                        addTransposed(part, groupPositions, bordered, productScratch, to: transposed.base, kernels)
                    } else {
                        add(part, groupPositions, bordered, productScratch, to: gradient.base, kernels)
                    }
                }
            }
        }
        if hasFewChannels {
            for output in 0..<outputs {
                for element in 0..<window.elements {
                    gradient.base[output * window.elements + element] += transposed.base[element * outputs + output]
                }
            }
        }
    }

    /// Some rows of some images.
    private struct Part {
        let image: Int
        let images: Int
        let row: Int
        let rows: Int
    }

    private var pitch: Int { horizontal.borderedSide * window.channels }

    /// Works by kernel rows, as the elements of a row lie side by side in the image.
    private func add(
        _ part: Part, _ positions: UnsafeMutablePointer<Float>, _ bordered: UnsafeMutablePointer<Float>,
        _ scratch: Buffer, to gradient: UnsafeMutablePointer<Float>, _ kernels: KernelSet
    ) {
        let row = window.kernel * window.channels
        let rowPositions = horizontal.positions * outputs
        for kernelRow in 0..<window.kernel {
            let corner = part.image * borderedImageCount + (part.row * window.stride + kernelRow) * pitch
            var product = grisaille_product()
            product.setRows((1, 1, outputs), left: (0, 0, 1), output: (0, 0, window.elements))
            product.setDepth(
                (part.images, part.rows, horizontal.positions), left: (positionsCount, rowPositions, outputs))
            product.setOperands(
                left: positions + part.image * positionsCount + part.row * rowPositions, right: bordered + corner,
                rightDepth: (borderedImageCount, window.stride * pitch, window.stride * window.channels),
                columns: row, output: gradient + kernelRow * row)
            product.accumulate = true
            kernels.run(&product, scratch: scratch)
        }
    }

    /// The gradient for few channels, where the outputs are better columns: `[kernel, kernel, channels, outputs]`.
    private func addTransposed(
        _ part: Part, _ positions: UnsafeMutablePointer<Float>, _ bordered: UnsafeMutablePointer<Float>,
        _ scratch: Buffer, to gradient: UnsafeMutablePointer<Float>, _ kernels: KernelSet
    ) {
        let row = window.kernel * window.channels
        let rowPositions = horizontal.positions * outputs
        let corner = part.image * borderedImageCount + part.row * window.stride * pitch
        var product = grisaille_product()
        product.setRows((1, window.kernel, row), left: (0, pitch, 1), output: (0, row * outputs, outputs))
        product.setDepth(
            (part.images, part.rows, horizontal.positions),
            left: (borderedImageCount, window.stride * pitch, window.stride * window.channels))
        product.setOperands(
            left: bordered + corner, right: positions + part.image * positionsCount + part.row * rowPositions,
            rightDepth: (positionsCount, rowPositions, outputs), columns: outputs, output: gradient)
        product.accumulate = true
        kernels.run(&product, scratch: scratch)
    }
}
