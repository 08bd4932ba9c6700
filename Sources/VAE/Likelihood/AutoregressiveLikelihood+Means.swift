import Kernels

/// Means by the pixels before, which are linear in each other.
extension AutoregressiveLikelihood {
    public func means(outputs: Buffer, into means: Buffer) {
        for pixel in 0..<means.count {
            let own = outputs[row: pixel, of: outputsPerPixel]
            var mean = MixtureMean(of: own, components: components).value
            forEachNeighbour(of: pixel) { number, neighbour in
                mean += own[3 * components + number] * means[neighbour]
            }
            means[pixel] = mean
        }
    }

    public func outputGradient(outputs: Buffer, meansGradient: Buffer, into gradient: Buffer) {
        let count = meansGradient.count
        let (means, slopes) = (Buffer(count: count), Buffer(count: count))
        self.means(outputs: outputs, into: means)
        slopes.copy(from: meansGradient)
        gradient.fill(0)
        // From the last: by then all that depends on a pixel has told its slope.
        for pixel in (0..<count).reversed() {
            let place = pixel * outputsPerPixel
            let own = outputs[row: pixel, of: outputsPerPixel]
            MixtureMean(of: own, components: components).addGradient(
                slopes[pixel], to: gradient[row: pixel, of: outputsPerPixel])
            forEachNeighbour(of: pixel) { number, neighbour in
                gradient[place + 3 * components + number] = slopes[pixel] * means[neighbour]
                slopes[neighbour] += slopes[pixel] * own[3 * components + number]
            }
        }
    }

    /// Those within the image.
    private func forEachNeighbour(of pixel: Int, _ body: (_ number: Int, _ neighbour: Int) -> Void) {
        let (row, column) = (pixel / width, pixel % width)
        for (number, place) in KernelSet.neighbours.enumerated()
        where row + place.down >= 0 && (0..<width).contains(column + place.right) {
            body(number, pixel + place.down * width + place.right)
        }
    }
}
