import Foundation
import Testing
@testable import Training

@Suite("The curve of a stage's losses")
struct LossCurveTests {
    @Test("A curve stays short, and its points are the means of all steps", arguments: [1, 499, 500, 501, 12_345])
    func means(steps: Int) {
        var curve = LossCurve()
        for step in 1...steps { curve.add(Double(step)) }
        #expect(curve.points.count < LossCurve.limit && curve.isPossible)
        #expect(curve.points.count == steps / curve.stride)
        for (index, point) in curve.points.enumerated() {
            let last = curve.step(ofPoint: index)
            #expect(last == (index + 1) * curve.stride)
            #expect(abs(point - (Double(last) - Double(curve.stride - 1) / 2)) < 1e-6)
        }
        if steps > 1 { #expect(curve.points.count >= min(steps, LossCurve.limit / 2)) }
    }

    @Test("A curve that was saved goes on as if it had stayed in memory")
    func saved() throws {
        var (whole, parts) = (LossCurve(start: 7), LossCurve(start: 7))
        for step in 0..<3000 {
            let loss = sin(Double(step))
            whole.add(loss)
            parts.add(loss)
            if step % 271 == 0 { parts = try JSONDecoder().decode(LossCurve.self, from: JSONEncoder().encode(parts)) }
        }
        #expect(parts == whole && whole.step(ofPoint: 0) == 7 + whole.stride)
    }
}
