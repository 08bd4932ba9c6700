import Kernels
import Testing

@testable import Layers

@Suite struct NonlinearityTests {
    @Test(arguments: [Nonlinearity.Kind.silu, .tanh], [(1, 1), (3, 7), (2, 40)])
    func smoothKinds(kind: Nonlinearity.Kind, shape: (images: Int, count: Int)) {
        let one = LayerCase(images: shape.images) { _ in Nonlinearity(kind, count: shape.count) }
        one.expectGradients(.smooth)
        one.expectIndependentImages()
    }

    @Test(arguments: [(1, 1), (3, 7), (2, 40)])
    func gates(shape: (images: Int, count: Int)) {
        let one = LayerCase(images: shape.images) { _ in Gate(count: shape.count) }
        one.expectGradients(.smooth)
        one.expectIndependentImages()
    }

    @Test(arguments: [(1, 1), (3, 7), (2, 40)])
    func leakyRelu(shape: (images: Int, count: Int)) {
        let one = LayerCase(images: shape.images) { _ in Nonlinearity(.leakyRelu, count: shape.count) }
        // Off the kink by more than a step.
        for index in 0..<one.input.count { one.input[index] += one.input[index] < 0 ? -0.5 : 0.5 }
        one.expectGradients()
        one.expectIndependentImages()
    }
}
