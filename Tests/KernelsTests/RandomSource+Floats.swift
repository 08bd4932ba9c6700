@_exported import TestSupport

extension RandomSource {
    mutating func floats(_ count: Int, _ range: ClosedRange<Float> = -1...1) -> [Float] {
        (0..<count).map { _ in Float.random(in: range, using: &self) }
    }

    mutating func levels(_ count: Int, maximum: Int) -> [Float] {
        (0..<count).map { _ in Float(Int.random(in: 0...maximum, using: &self)) }
    }
}
