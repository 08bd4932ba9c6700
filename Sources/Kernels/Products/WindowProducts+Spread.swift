import CKernels

/// The products from the positions to the pixels under their windows.
///
/// The pixels are computed by their residues modulo the stride. The same few taps of the kernel reach all pixels with one
/// residue, so these are a small convolution over the positions, and no sums are kept in memory.
extension WindowProducts {
    /// Floats of the panels for `spread`.
    package func spreadPanelCount(kernels: KernelSet = .current) -> Int {
        if let winograd { return winograd.panelCount(.spread, kernels: kernels) }
        if hasFewChannels { return kernels.loops.panels_count(outputs, window.elements) }
        var count = 0
        forEachPhase { y, x in
            count += kernels.loops.panels_count(y.taps * x.taps * outputs, window.channels)
        }
        return count
    }

    /// Packs the weights for `spread`.
    package func packSpread(_ weights: Buffer, into panels: Buffer, kernels: KernelSet = .current) {
        precondition(weights.count >= weightCount && panels.count >= spreadPanelCount(kernels: kernels))
        if let winograd {
            winograd.pack(weights, for: .spread, into: panels, kernels: kernels)
            return
        }
        if hasFewChannels {
            kernels.pack(
                weights, depth: (1, 1, outputs), strides: (0, 0, window.elements), columns: window.elements,
                columnStride: 1, into: panels)
            return
        }
        let row = window.kernel * window.channels
        var place = 0
        forEachPhase { y, x in
            let size = kernels.loops.panels_count(y.taps * x.taps * outputs, window.channels)
            let highest = (y.lowestTap + (y.taps - 1) * window.stride) * row
            let rightmost = (x.lowestTap + (x.taps - 1) * window.stride) * window.channels
            if size > 0 {
                kernels.pack(
                    weights, from: highest + rightmost, depth: (y.taps, x.taps, outputs),
                    strides: (-window.stride * row, -window.stride * window.channels, window.elements),
                    columns: window.channels, columnStride: 1, into: panels[place..<place + size])
            }
            place += size
        }
    }

    /// `images = activation(spread(positions · weights) + bias)`, where a pixel is the sum over all windows that cover it.
    ///
    /// positions: `[count, positions, outputs]`; images: `[count, height, width, channels]`; bias: `[channels]`; scratch:
    /// `scratchCount(images: count)` floats.
    package func spread(
        _ positions: Buffer, count: Int, panels: Buffer, bias: Buffer? = nil, relu: Bool = false, scratch: Buffer,
        into images: Buffer, kernels: KernelSet = .current
    ) {
        precondition(images.count >= count * window.imageCount && positions.count >= count * positionsCount)
        precondition(
            panels.count >= spreadPanelCount(kernels: kernels) && bias.map { $0.count >= window.channels } ?? true)
        if let winograd {
            let (productScratch, rest) = divide(scratch)
            winograd.apply(
                .spread, to: positions, count: count, panels: panels, bias: bias, relu: relu, product: productScratch,
                scratch: rest, into: images, kernels: kernels)
            return
        }
        forEachGroup(of: count) { group in
            if hasFewChannels, !isPointwise {
                spreadByColumns(positions, group, panels: panels, scratch: scratch, into: images, kernels: kernels)
                if let bias {
                    kernels.addBias(
                        bias, to: images[group.lowerBound * window.imageCount..<group.upperBound * window.imageCount],
                        relu: relu)
                }
            } else {
                spreadByPhases(
                    positions, group, panels: panels, bias: bias, relu: relu, scratch: scratch, into: images,
                    kernels: kernels)
            }
        }
    }

    private func spreadByPhases(
        _ positions: Buffer, _ group: Range<Int>, panels: Buffer, bias: Buffer?, relu: Bool, scratch: Buffer,
        into images: Buffer, kernels: KernelSet
    ) {
        let (productScratch, rest) = divide(scratch)
        let bordered = bordered(positions: positions, group, scratch: rest, kernels: kernels)
        let pitch = borderedWidth * outputs
        let (top, left) = (vertical.positionBorder.before, horizontal.positionBorder.before)
        let imageRow = window.width * window.channels
        var place = 0
        forEachPhase { y, x in
            let firstPosition = (y.firstPosition + top) * pitch + (x.firstPosition + left) * outputs
            let firstPixel = y.first * imageRow + x.first * window.channels
            var product = grisaille_product()
            if isPointwise {
                product.setRows(
                    (1, 1, group.count * window.positions), left: (0, 0, outputs), output: (0, 0, window.channels))
            } else {
                product.setRows(
                    (group.count, y.count, x.count), left: (borderedPositionsCount, pitch, outputs),
                    output: (window.imageCount, window.stride * imageRow, window.stride * window.channels))
            }
            product.setDepth((1, y.taps, x.taps * outputs), left: (0, pitch, 1))
            product.setOperands(
                left: bordered + firstPosition, panels: panels.base + place, columns: window.channels,
                output: images.base + group.lowerBound * window.imageCount + firstPixel)
            product.bias = bias.map { UnsafePointer($0.base) }
            product.relu = relu
            kernels.run(&product, scratch: productScratch)
            place += kernels.loops.panels_count(y.taps * x.taps * outputs, window.channels)
        }
    }

    /// The product for few channels, where the windows' elements are better columns than the channels.
    private func spreadByColumns(
        _ positions: Buffer, _ group: Range<Int>, panels: Buffer, scratch: Buffer, into images: Buffer,
        kernels: KernelSet
    ) {
        let (productScratch, columns) = divide(scratch)
        var product = grisaille_product()
        product.setRows(
            (1, 1, group.count * window.positions), left: (0, 0, outputs), output: (0, 0, window.elements))
        product.setDepth((1, 1, outputs), left: (0, 0, 1))
        product.setOperands(
            left: positions.base + group.lowerBound * positionsCount, panels: panels.base, columns: window.elements,
            output: columns.base)
        kernels.run(&product, scratch: productScratch)
        window.fold(
            columns, count: group.count,
            into: images[group.lowerBound * window.imageCount..<group.upperBound * window.imageCount],
            kernels: kernels)
    }

    /// Calls `body` for every pair of residues with pixels.
    private func forEachPhase(_ body: (_ vertical: WindowAxis.Phase, _ horizontal: WindowAxis.Phase) -> Void) {
        for y in 0..<min(window.stride, window.height) {
            for x in 0..<min(window.stride, window.width) { body(vertical.phase(y), horizontal.phase(x)) }
        }
    }
}
