import Kernels
import Testing

/// Sizes about the widths of registers and of the blocks in which sums are taken.
let awkwardCounts = [0, 1, 15, 16, 17, 255, 256, 257, 1000]

extension KernelSet: CustomTestStringConvertible {
    public var testDescription: String { name }
}

/// Expects every value within `absolute + relative · |expected|` of what the reference gives.
func expectClose(
    _ values: [Float], _ expected: [Double], absolute: Double = 0, relative: Double = 0,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(values.count == expected.count, sourceLocation: sourceLocation)
    for (index, (value, wanted)) in zip(values, expected).enumerated() {
        let isClose = abs(Double(value) - wanted) <= absolute + relative * abs(wanted)
        if !isClose {
            Issue.record("element \(index) is \(value), not \(wanted)", sourceLocation: sourceLocation)
            return
        }
    }
}

func expectClose(
    _ value: Double, _ expected: Double, absolute: Double = 0, relative: Double = 0,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(
        abs(value - expected) <= absolute + relative * abs(expected), "\(value), not \(expected)",
        sourceLocation: sourceLocation)
}
