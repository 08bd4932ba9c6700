import Kernels
import Platform
import Testing
@testable import Layers

/// Two stacks in a row: one that records, and one that runs once per draw.
@Suite struct StackSetTests {
    private let layout: ParameterLayout
    private let parameters: Arena
    private let set: StackSet
    private let first: StackSet.Place
    private let second: StackSet.Place
    private let pool = WorkerPool(threads: 1)
    private static let images = 5
    private static let draws = 3

    init() {
        var layout = ParameterLayout()
        let window = ConvolutionWindow(height: 5, width: 7, channels: 2, kernel: 4, stride: 2, padding: 1)
        var set = StackSet()
        first = set.add(
            LayerStack([
                Convolution("down", window: window, outputs: 3, activation: .relu, in: &layout),
                Dense("middle", inputs: 36, outputs: 24, activation: .relu, in: &layout),
            ]), needsInputGradient: false)
        second = set.add(
            LayerStack([
                Dense("last", inputs: 24, outputs: 24, activation: .identity, in: &layout),
                Convolution(transposed: "up", inputs: 2, window: window, activation: .identity, in: &layout),
            ]), .draws)
        self.set = set
        self.layout = layout
        parameters = Arena(layout)
        layout.initialize(parameters, seed: 1)
    }

    /// The gradient of a weighted sum of the second stack's outputs, for draws that are copies of their image.
    private func gradient(_ cut: LaneCut, lanes order: [Int]? = nil, passes: Int = 1) -> [Float] {
        let (images, draws) = (Self.images, Self.draws)
        let input = Buffer(uniformFloats(images * set[first].inputCount, seed: 2))
        let lossWeights = Buffer(uniformFloats(images * draws * set[second].outputCount, seed: 3))
        let weights = StackSetWeights(set, parameters: parameters, backward: true)
        weights.pack(pool: pool)
        let workspace = StackSetWorkspace(set, capacity: images * draws, backward: true)
        let record = StackSetRecord(set, cut: cut, draws: draws, passes: passes)
        let gradients = LaneGradients(layout, slots: set.laneSlots, cut: cut, pool: pool)
        for lane in order ?? Array(0..<cut.count) {
            let arena = gradients.cleared(lane: lane)
            for number in 0..<passes {
                let rows = record.rows(ofLane: lane, images: images, pass: number)
                var pass = StackSetPass(set, images: rows.places.count, weights: weights, workspace: workspace)
                pass.draws = draws
                let laneInput = input[rows.places, each: set[first].inputCount]
                let middle = pass.forward(first, laneInput)
                let drawn = Buffer((0..<pass.rows).flatMap { middle[row: $0 / draws, of: 24].values })
                pass.forward(second, drawn)
                let own = StackSetGradients(lane: arena, rows: rows)
                let outputGradient = lossWeights[rows.places, each: draws * set[second].outputCount]
                let drawnGradient = Buffer(count: drawn.count)
                pass.backward(
                    second, Buffer(outputGradient.values), input: drawn, gradients: own, into: drawnGradient)
                let middleGradient = Buffer(count: middle.count)
                for row in 0..<pass.rows {
                    KernelSet.current.add(
                        drawnGradient[row: row, of: 24], to: middleGradient[row: row / draws, of: 24])
                }
                pass.backward(first, middleGradient, input: laneInput, gradients: own, into: nil)
            }
        }
        for part in 0..<record.partCount {
            record.finish(part: part, images: images, workspace: workspace, into: gradients.total)
        }
        _ = gradients.addUp(batch: images)
        return gradients.total.buffer.values
    }

    private func areClose(_ values: [Float], _ expected: [Float]) -> Bool {
        let largest = expected.map(abs).max()!
        return largest > 0 && zip(values, expected).allSatisfy { abs($0 - $1) <= 1e-5 * largest }
    }

    @Test func lanesAddUpToTheBatch() {
        let whole = gradient(LaneCut(whole: 5))
        #expect(areClose(gradient(LaneCut(imagesPerLane: 2, batch: 5)), whole))
        #expect(areClose(gradient(LaneCut(imagesPerLane: 1, batch: 5)), whole))
    }

    /// Every lane writes to rows of its own, so the order in which lanes run changes nothing.
    @Test func lanesMayRunInAnyOrder() {
        let cut = LaneCut(imagesPerLane: 2, batch: 5)
        let order = Array(0..<cut.count)
        #expect(gradient(cut, lanes: order.reversed()) == gradient(cut, lanes: order))
    }

    /// Two backward passes of a lane record both: the same pass twice gives twice the gradient.
    @Test func passesOfALaneHaveRowsOfTheirOwn() {
        let cut = LaneCut(imagesPerLane: 2, batch: 5)
        #expect(areClose(gradient(cut, passes: 2), gradient(cut).map { 2 * $0 }))
    }

    /// All rows of a batch, with extra ones, once each and without gaps, also where the batch isn't full.
    @Test(arguments: [1, 4, 5]) func rowsOfLanesNeverOverlap(images: Int) {
        let cut = LaneCut(imagesPerLane: 2, batch: 5)
        let record = StackSetRecord(set, cut: cut, draws: 3, passes: 2, extraRows: [0..<2, 2..<2, 2..<3])
        let arena = Arena(layout)
        var all: [RecordRows] = []
        for pass in 0..<2 {
            for lane in 0..<cut.laneCount(batch: images) {
                all.append(record.rows(ofLane: lane, images: images, pass: pass))
            }
        }
        let draws = all.flatMap { Array(record.gradients(second, lane: arena, rows: $0).rows) }
        #expect(draws.sorted() == Array(0..<2 * 3 * images))
        for extra in 0..<3 { all.append(record.rows(ofExtra: extra, images: images)) }
        let rows = all.flatMap { Array(record.gradients(first, lane: arena, rows: $0).rows) }
        #expect(rows.sorted() == Array(0..<2 * images + 3))
    }
}
