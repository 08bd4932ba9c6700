import Testing

@testable import Kernels

/// The products of convolutions against the same with windows laid out and multiplied as plain matrices, for every
/// kernel set, on shapes drawn at random.
@Suite struct WindowProductsTests {
    struct Case: CustomTestStringConvertible {
        let products: WindowProducts
        let images: Int
        var testDescription: String { "\(images) × \(products.window), \(products.outputs) outputs" }
    }

    /// Sides around the tiles' rows, channels around the registers' widths, kernels larger and smaller than the stride.
    static let cases: [Case] = {
        var random = RandomSource(seed: 7)
        func pick(_ values: [Int]) -> Int { values.randomElement(using: &random)! }
        let drawn = (0..<60).map { _ in
            let kernel = pick([1, 2, 3, 4, 4, 5])
            return Case(
                products: WindowProducts(
                    window: ConvolutionWindow(
                        height: pick([1, 2, 3, 4, 7, 8, 9, 13, 16, 31]),
                        width: pick([1, 2, 3, 4, 6, 8, 15, 16, 29, 40]),
                        channels: pick([1, 2, 3, 7, 8, 15, 16, 24, 33, 48]), kernel: kernel,
                        stride: pick([1, 2, 2, 3]), padding: min(pick([0, 1, 1, 2]), kernel - 1)),
                    outputs: pick([1, 2, 5, 16, 24, 31, 32, 48, 65])),
                images: pick([1, 2, 5]))
        }
        // The layers of the 64 × 64 network, and rows whose distance sends them all to the same lines of the cache.
        // Those of a ladder: single pixels, and few channels that fill no register.
        let ladder = [(32, 40, 20, 1), (32, 20, 20, 3), (16, 6, 40, 1), (4, 20, 12, 1), (1, 40, 96, 1), (7, 20, 52, 1)]
        // Sides, even and odd, and channels that minimal filtering takes; many tiles, few, and half ones.
        let filtered = [
            (2, 2, 8, 8), (3, 5, 8, 17), (4, 4, 20, 20), (7, 7, 33, 16), (14, 13, 24, 40), (31, 9, 16, 8),
            (40, 40, 12, 64), (6, 6, 130, 96), (16, 16, 20, 20),
        ]
        return drawn
            + filtered.map { height, width, channels, outputs in
                Case(
                    products: WindowProducts(
                        window: ConvolutionWindow(
                            height: height, width: width, channels: channels, kernel: 3, stride: 1, padding: 1),
                        outputs: outputs), images: 5)
            }
            + ladder.map { side, channels, outputs, kernel in
                Case(
                    products: WindowProducts(
                        window: ConvolutionWindow(
                            height: side, width: side, channels: channels, kernel: kernel, stride: 1,
                            padding: kernel / 2), outputs: outputs), images: 3)
            }
            + [(64, 1, 32), (32, 32, 32), (16, 32, 64), (8, 64, 64), (4, 512, 40), (24, 512, 16), (64, 2, 32)].map {
                side, channels, outputs in
                Case(
                    products: WindowProducts(
                        window: ConvolutionWindow(
                            height: side, width: side, channels: channels, kernel: 4, stride: 2, padding: 1),
                        outputs: outputs), images: 2)
            }
    }()

    /// Memory with NaN around what is read, so that nothing read by mistake goes unnoticed.
    private func scratch(_ one: Case) -> Buffer {
        let scratch = Buffer(count: one.products.scratchCount(images: one.images))
        scratch.fill(.nan)
        return scratch
    }

    private func expectClose(_ values: Buffer, _ plain: Buffer, _ products: WindowProducts, terms: Int) {
        // Sums of products of numbers on -1...1 in another order, or of what minimal filtering makes of them.
        let bound = 3e-7 * Double(terms).squareRoot() * (products.winograd == nil ? 8 : 32)
        expectClose(values.values, plain.values.map(Double.init), absolute: bound, relative: 1e-5)
    }

    private func expectClose(_ values: [Float], _ expected: [Double], absolute: Double, relative: Double) {
        #expect(values.count == expected.count)
        let isClose = zip(values, expected).allSatisfy { abs(Double($0) - $1) <= absolute + relative * abs($1) }
        #expect(isClose)
    }

    @Test(arguments: KernelSet.all, cases)
    func gatheringAgreesWithTheMatrixProduct(kernels: KernelSet, one: Case) {
        var random = RandomSource(seed: 1)
        let products = one.products
        let images = Buffer(random.floats(one.images * products.window.imageCount))
        let weights = Buffer(random.floats(products.weightCount))
        let bias = Buffer(random.floats(products.outputs))
        let panels = Buffer(count: products.gatherPanelCount(kernels: kernels))
        panels.fill(.nan)
        products.packGather(weights, into: panels, kernels: kernels)
        let plain = Buffer(count: one.images * products.positionsCount)
        products.gatherPlainly(images, count: one.images, weights: weights, into: plain)
        let positions = Buffer(count: plain.count)
        products.gather(
            images, count: one.images, panels: panels, scratch: scratch(one), into: positions, kernels: kernels)
        expectClose(positions, plain, products, terms: products.window.elements)

        kernels.addBias(bias, to: plain, relu: true)
        products.gather(
            images, count: one.images, panels: panels, bias: bias, relu: true, scratch: scratch(one),
            into: positions, kernels: kernels)
        expectClose(positions, plain, products, terms: products.window.elements)
    }

    /// A last column that fills no register is written without what lies behind it.
    @Test(arguments: KernelSet.all, cases)
    func nothingIsWrittenBesideTheResult(kernels: KernelSet, one: Case) {
        var random = RandomSource(seed: 4)
        let products = one.products
        let images = Buffer(random.floats(one.images * products.window.imageCount))
        let panels = Buffer(count: products.gatherPanelCount(kernels: kernels))
        products.packGather(Buffer(random.floats(products.weightCount)), into: panels, kernels: kernels)
        let count = one.images * products.positionsCount
        let room = Buffer(count: count + 128)
        room.fill(77)
        products.gather(
            images, count: one.images, panels: panels, scratch: scratch(one), into: room[64..<64 + count],
            kernels: kernels)
        let values = room.values
        #expect(values.prefix(64).allSatisfy { $0 == 77 } && values.suffix(64).allSatisfy { $0 == 77 })
    }

    @Test(arguments: KernelSet.all, cases)
    func spreadingAgreesWithTheMatrixProduct(kernels: KernelSet, one: Case) {
        var random = RandomSource(seed: 2)
        let products = one.products
        let positions = Buffer(random.floats(one.images * products.positionsCount))
        let weights = Buffer(random.floats(products.weightCount))
        let bias = Buffer(random.floats(products.window.channels))
        let panels = Buffer(count: products.spreadPanelCount(kernels: kernels))
        panels.fill(.nan)
        products.packSpread(weights, into: panels, kernels: kernels)
        let plain = Buffer(count: one.images * products.window.imageCount)
        products.spreadPlainly(positions, count: one.images, weights: weights, into: plain)
        let images = Buffer(count: plain.count)
        images.fill(.nan)
        products.spread(
            positions, count: one.images, panels: panels, scratch: scratch(one), into: images, kernels: kernels)
        expectClose(images, plain, products, terms: products.outputs * 16)

        kernels.addBias(bias, to: plain, relu: true)
        products.spread(
            positions, count: one.images, panels: panels, bias: bias, relu: true, scratch: scratch(one),
            into: images, kernels: kernels)
        expectClose(images, plain, products, terms: products.outputs * 16)
    }

    @Test(arguments: KernelSet.all, cases)
    func weightGradientsAgreeWithTheMatrixProduct(kernels: KernelSet, one: Case) {
        var random = RandomSource(seed: 3)
        let products = one.products
        let positions = Buffer(random.floats(one.images * products.positionsCount))
        let images = Buffer(random.floats(one.images * products.window.imageCount))
        let before = random.floats(products.weightCount)
        let (gradient, plain) = (Buffer(before), Buffer(before))
        products.addWeightGradientPlainly(positions: positions, images: images, count: one.images, to: plain)
        products.addWeightGradient(
            positions: positions, images: images, count: one.images, scratch: scratch(one), to: gradient,
            kernels: kernels)
        expectClose(gradient, plain, products, terms: one.images * products.window.positions)
    }

    /// An image's results have the same bits alone and beside others.
    @Test(arguments: KernelSet.all, cases)
    func imagesAreIndependent(kernels: KernelSet, one: Case) {
        var random = RandomSource(seed: 4)
        let products = one.products
        let (imageCount, positionsCount) = (products.window.imageCount, products.positionsCount)
        let images = Buffer(random.floats(3 * imageCount))
        let positions = Buffer(random.floats(3 * positionsCount))
        let weights = Buffer(random.floats(products.weightCount))
        let gather = Buffer(count: products.gatherPanelCount(kernels: kernels))
        let spread = Buffer(count: products.spreadPanelCount(kernels: kernels))
        products.packGather(weights, into: gather, kernels: kernels)
        products.packSpread(weights, into: spread, kernels: kernels)
        let scratch = Buffer(count: products.scratchCount(images: 3))
        func both(_ range: Range<Int>) -> ([Float], [Float]) {
            let gathered = Buffer(count: range.count * positionsCount)
            let spreadOut = Buffer(count: range.count * imageCount)
            products.gather(
                images[range.lowerBound * imageCount..<range.upperBound * imageCount], count: range.count,
                panels: gather, scratch: scratch, into: gathered, kernels: kernels)
            products.spread(
                positions[range.lowerBound * positionsCount..<range.upperBound * positionsCount], count: range.count,
                panels: spread, scratch: scratch, into: spreadOut, kernels: kernels)
            return (gathered.values, spreadOut.values)
        }
        let together = both(0..<3)
        let apart = (0..<3).map { both($0..<$0 + 1) }
        #expect(together.0 == apart.flatMap(\.0))
        #expect(together.1 == apart.flatMap(\.1))
    }
}
