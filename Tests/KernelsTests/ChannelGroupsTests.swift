import Kernels
import Testing

/// Group normalisation against the same written plainly, in double precision.
@Suite struct ChannelGroupsTests {
    /// Groups of one element and of many, channels about the columns that are worked on together.
    static let shapes: [ChannelGroups] = [
        ChannelGroups(positions: 1, channels: 1, groups: 1), ChannelGroups(positions: 1, channels: 6, groups: 2),
        ChannelGroups(positions: 5, channels: 3, groups: 3), ChannelGroups(positions: 7, channels: 8, groups: 2),
        ChannelGroups(positions: 9, channels: 33, groups: 11), ChannelGroups(positions: 64, channels: 16, groups: 4),
        ChannelGroups(positions: 20, channels: 70, groups: 7), ChannelGroups(positions: 64, channels: 128, groups: 32),
        ChannelGroups(positions: 300, channels: 96, groups: 1),
    ]

    static let randomShapes: [ChannelGroups] = {
        var random = RandomSource(seed: 9)
        return (0..<12).map { _ in
            let groups = Int.random(in: 1...9, using: &random)
            return ChannelGroups(
                positions: .random(in: 1...70, using: &random), channels: groups * .random(in: 1...9, using: &random),
                groups: groups)
        }
    }()

    /// With means well off zero, so that a variance taken as a difference of squares would be wrong.
    @Test(arguments: KernelSet.all, shapes + randomShapes)
    func valuesAndGradientsAreThoseOfTheReference(kernels: KernelSet, shape: ChannelGroups) {
        var random = RandomSource(seed: 1)
        let images = 3
        let input = random.floats(images * shape.count).enumerated().map { $1 + Float($0 / shape.count) * 10 }
        let (scale, shift) = (random.floats(shape.channels), random.floats(shape.channels))
        let outputGradient = random.floats(images * shape.count)
        let scratch = Buffer(count: shape.scratchCount)
        scratch.fill(.nan)
        let expected = Reference(shape, images: images, input, scale, shift, outputGradient)

        let output = Buffer(count: images * shape.count)
        output.fill(.nan)
        shape.normalize(
            Buffer(input), images: images, scale: Buffer(scale), shift: Buffer(shift), scratch: scratch, into: output,
            kernels: kernels)
        // Inputs near 20 are known to 2⁻²⁰ of the unit that the deviation is about half of.
        expectClose(output.values, expected.output, absolute: 2e-5)

        let inputGradient = Buffer(count: images * shape.count)
        inputGradient.fill(.nan)
        let scaleGradient = Buffer([Float](repeating: 5, count: shape.channels))
        let shiftGradient = Buffer([Float](repeating: 7, count: shape.channels))
        shape.gradient(
            Buffer(outputGradient), input: Buffer(input), images: images, scale: Buffer(scale),
            addingToScale: scaleGradient, shift: shiftGradient, scratch: scratch, into: inputGradient,
            kernels: kernels)
        let isTiny = shape.positions * shape.channels / shape.groups < 4
        expectClose(inputGradient.values, expected.inputGradient, absolute: isTiny ? 1e-3 : 3e-5, relative: 1e-4)
        expectClose(scaleGradient.values, expected.scaleGradient.map { $0 + 5 }, absolute: 1e-4)
        expectClose(shiftGradient.values, expected.shiftGradient.map { $0 + 7 }, absolute: 3e-5)

        // Without the input's gradient, the others are the same.
        let (scaleAlone, shiftAlone) = (Buffer(count: shape.channels), Buffer(count: shape.channels))
        scaleAlone.fill(5)
        shiftAlone.fill(7)
        shape.gradient(
            Buffer(outputGradient), input: Buffer(input), images: images, scale: Buffer(scale),
            addingToScale: scaleAlone, shift: shiftAlone, scratch: scratch, into: nil, kernels: kernels)
        #expect(scaleAlone.values == scaleGradient.values && shiftAlone.values == shiftGradient.values)
    }

    /// Every group of an image the same value: no deviation to divide by, and nothing but the shift comes out.
    @Test(arguments: KernelSet.all) func aConstantImageBecomesTheShift(kernels: KernelSet) {
        let shape = ChannelGroups(positions: 10, channels: 12, groups: 4)
        let (input, output) = (Buffer(count: shape.count), Buffer(count: shape.count))
        input.fill(0.5)
        let (scale, shift) = (Buffer(count: 12), Buffer(count: 12))
        scale.fill(3)
        shift.fill(-2)
        shape.normalize(
            input, images: 1, scale: scale, shift: shift, scratch: Buffer(count: shape.scratchCount), into: output,
            kernels: kernels)
        #expect(output.values.allSatisfy { $0 == -2 })
    }

    private struct Reference {
        var output: [Double], inputGradient: [Double], scaleGradient: [Double], shiftGradient: [Double]

        init(
            _ shape: ChannelGroups, images: Int, _ input: [Float], _ scale: [Float], _ shift: [Float],
            _ outputGradient: [Float]
        ) {
            output = [Double](repeating: 0, count: input.count)
            inputGradient = output
            scaleGradient = [Double](repeating: 0, count: shape.channels)
            shiftGradient = scaleGradient
            let width = shape.channels / shape.groups
            for image in 0..<images {
                for group in 0..<shape.groups {
                    let channels = group * width..<(group + 1) * width
                    let members = (0..<shape.positions).flatMap { position in
                        channels.map { (index: image * shape.count + position * shape.channels + $0, channel: $0) }
                    }
                    let count = Double(members.count)
                    let mean = members.reduce(0) { $0 + Double(input[$1.index]) } / count
                    let variance = members.reduce(0) { $0 + (Double(input[$1.index]) - mean).squared } / count
                    let deviation = (variance + 1e-5).squareRoot()
                    var (common, along) = (0.0, 0.0)
                    for (index, channel) in members {
                        let normal = (Double(input[index]) - mean) / deviation
                        let gradient = Double(outputGradient[index])
                        output[index] = normal * Double(scale[channel]) + Double(shift[channel])
                        scaleGradient[channel] += gradient * normal
                        shiftGradient[channel] += gradient
                        common += gradient * Double(scale[channel]) / count
                        along += gradient * Double(scale[channel]) * normal / count
                    }
                    for (index, channel) in members {
                        let normal = (Double(input[index]) - mean) / deviation
                        let gradient = Double(outputGradient[index]) * Double(scale[channel])
                        inputGradient[index] = (gradient - common - normal * along) / deviation
                    }
                }
            }
        }
    }
}

extension Double {
    fileprivate var squared: Double { self * self }
}
