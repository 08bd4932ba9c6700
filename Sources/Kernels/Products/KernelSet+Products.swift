import CKernels

/// The counts, or the strides in floats, of the outermost, the middle and the innermost of three counters.
typealias Triple = (Int, Int, Int)

extension KernelSet {
    /// Floats of scratch memory that a product needs.
    package static let productScratchCount = GRISAILLE_PRODUCT_SCRATCH

    func run(_ product: inout grisaille_product, scratch: Buffer) {
        precondition(scratch.count >= Self.productScratchCount, "a product has room to gather rows")
        loops.product(&product, scratch.base)
    }

    /// Packs the right side of a product, `[depth, columns]`, into panels, from elements at those strides.
    func pack(
        _ source: Buffer, from offset: Int = 0, depth: Triple, strides: Triple, columns: Int, columnStride: Int,
        into panels: Buffer
    ) {
        var packing = grisaille_packing()
        packing.depth = (depth.0, depth.1, depth.2)
        packing.columns = columns
        packing.source = UnsafePointer(source.base + offset)
        packing.depth_strides = strides
        packing.column_stride = columnStride
        loops.pack_panels(panels.base, &packing)
    }
}

extension grisaille_product {
    mutating func setRows(_ counts: Triple, left: Triple, output: Triple) {
        rows = counts
        left_rows = left
        output_rows = output
    }

    mutating func setDepth(_ counts: Triple, left: Triple) {
        depth = counts
        left_depth = left
    }

    mutating func setOperands(
        left: UnsafeMutablePointer<Float>, panels: UnsafeMutablePointer<Float>, columns: Int,
        output: UnsafeMutablePointer<Float>
    ) {
        self.left = UnsafePointer(left)
        right = UnsafePointer(panels)
        right_in_panels = true
        self.columns = columns
        self.output = output
    }

    mutating func setOperands(
        left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, rightDepth: Triple, columns: Int,
        output: UnsafeMutablePointer<Float>
    ) {
        self.left = UnsafePointer(left)
        self.right = UnsafePointer(right)
        right_depth = rightDepth
        self.columns = columns
        self.output = output
    }

    /// Has the operands of the next product fetched into the cache meanwhile.
    mutating func setNext(
        left: UnsafeMutablePointer<Float>, count leftCount: Int, right: UnsafeMutablePointer<Float>,
        count rightCount: Int
    ) {
        (next_left, next_left_count) = (UnsafePointer(left), leftCount)
        (next_right, next_right_count) = (UnsafePointer(right), rightCount)
    }
}
