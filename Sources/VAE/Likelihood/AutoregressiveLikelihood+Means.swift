import Kernels

/// Means, which are linear in the means of the pixels before.
extension AutoregressiveLikelihood {
    package func means(outputs: Buffer, into means: Buffer) {
        for pixel in 0..<means.count {
            let own = outputs[row: pixel, of: outputsPerPixel]
            var mean = MixtureMean(of: own, components: components).value
            forEachNeighbour(of: pixel) { number, neighbour in
                mean += own[3 * components + number] * means[neighbour]
            }
            means[pixel] = mean
        }
    }

    package func outputGradient(outputs: Buffer, meansGradient: Buffer, into gradient: Buffer) {
        let count = meansGradient.count
        let (means, slopes) = (Buffer(count: count), Buffer(count: count))
        self.means(outputs: outputs, into: means)
        slopes.copy(from: meansGradient)
        gradient.fill(0)
        // From the last pixel on: the slopes of all pixels that depend on a pixel are then known.
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

    /// Calls `body` for the neighbours that lie within the image.
    private func forEachNeighbour(of pixel: Int, _ body: (_ number: Int, _ neighbour: Int) -> Void) {
        let (row, column) = (pixel / width, pixel % width)
        for (number, place) in KernelSet.neighbours.enumerated()
        where row + place.down >= 0 && (0..<width).contains(column + place.right) {
            body(number, pixel + place.down * width + place.right)
        }
    }
}
