import Kernels
import Testing

@testable import Layers

@Suite struct ModulationTests {
    @Test(arguments: [1, 3]) func gradientsAndIndependence(images: Int) throws {
        let one = LayerCase(images: images, conditionCount: 10) { _ in
            Modulation(positions: 4, channels: 3, offset: 2)
        }
        one.expectGradients()
        one.expectIndependentImages()
        let condition = try #require(one.condition)
        _ = one.backward(into: Arena(one.layout))
        one.expectGradient(try #require(condition.gradient), of: condition.values, "condition")
    }
}
