import GreyImages

extension GreyImage {
    /// The mean squared difference of two images of one size where they overlap, with the other one moved right and down.
    func meanSquaredDifference(to other: GreyImage, right: Int = 0, down: Int = 0) -> Double {
        precondition(size == other.size && abs(right) < width && abs(down) < height, "images that overlap")
        let (rows, columns) = (height - abs(down), width - abs(right))
        var sum = 0
        for row in 0..<rows {
            let first = (row + max(0, down)) * width + max(0, right)
            let second = (row + max(0, -down)) * width + max(0, -right)
            for (a, b) in zip(samples[first..<first + columns], other.samples[second..<second + columns]) {
                let difference = Int(a) - Int(b)
                sum += difference * difference
            }
        }
        return Double(sum) / Double(rows * columns)
    }

    /// The root mean squared difference of two images of one size, in grey levels.
    public func rootMeanSquaredDifference(to other: GreyImage) -> Double {
        meanSquaredDifference(to: other).squareRoot()
    }
}
