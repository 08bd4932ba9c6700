import Kernels

/// Shrinks images by taking means of their pixels, or enlarges them by repeating pixels.
///
/// Pixel `y` of the larger side belongs to pixel `y · smaller / larger`, rounded down, of the smaller side, so any two
/// sizes go together.
///
/// - input, output: `[images, height, width, channels]`, each of its own size
/// - Complexity: one traversal of the larger image per pass.
package struct Resampling: Layer {
    private let vertical: ResampledAxis
    private let horizontal: ResampledAxis
    private let channels: Int
    private let grows: Bool

    /// Takes means.
    package init(
        shrinking large: (height: Int, width: Int), to small: (height: Int, width: Int), channels: Int
    ) {
        self.init(large, small, channels, grows: false)
    }

    /// Repeats pixels.
    package init(
        growing small: (height: Int, width: Int), to large: (height: Int, width: Int), channels: Int
    ) {
        self.init(large, small, channels, grows: true)
    }

    private init(
        _ large: (height: Int, width: Int), _ small: (height: Int, width: Int), _ channels: Int, grows: Bool
    ) {
        precondition(channels > 0, "an image has elements")
        vertical = ResampledAxis(large: large.height, small: small.height)
        horizontal = ResampledAxis(large: large.width, small: small.width)
        self.channels = channels
        self.grows = grows
    }

    private var largeCount: Int { vertical.large * horizontal.large * channels }
    private var smallCount: Int { vertical.small * horizontal.small * channels }

    package var changesOutputGradient: Bool { !grows }
    package var inputCount: Int { grows ? smallCount : largeCount }
    package var outputCount: Int { grows ? largeCount : smallCount }

    package func forward(_ input: Buffer, _ pass: LayerPass, into output: Buffer) {
        if grows {
            repeatPixels(input, images: pass.images, into: output)
        } else {
            sumPixels(input, images: pass.images, into: output)
            divideByCounts(output, images: pass.images)
        }
    }

    package func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, _ pass: LayerPass, into inputGradient: Buffer?
    ) {
        guard let inputGradient else { return }
        if grows {
            sumPixels(outputGradient, images: pass.images, into: inputGradient)
        } else {
            divideByCounts(outputGradient, images: pass.images)
            repeatPixels(outputGradient, images: pass.images, into: inputGradient)
        }
    }

    private func repeatPixels(_ small: Buffer, images: Int, into large: Buffer) {
        forEachRow(images) { largeRow, smallRow in
            for run in horizontal.runs {
                KernelSet.current.copyRows(
                    run.count, columns: channels, of: small[smallRow + run.small * channels..<small.count],
                    pitch: channels, into: large[largeRow + run.large * channels..<large.count],
                    pitch: run.largeStep * channels)
            }
        }
    }

    private func sumPixels(_ large: Buffer, images: Int, into small: Buffer) {
        small.fill(0)
        forEachRow(images) { largeRow, smallRow in
            for run in horizontal.runs {
                KernelSet.current.addRows(
                    run.count, columns: channels, of: large[largeRow + run.large * channels..<large.count],
                    pitch: run.largeStep * channels, to: small[smallRow + run.small * channels..<small.count],
                    pitch: channels)
            }
        }
    }

    /// Calls `body` with the place of every row of the larger images, and of the row of the smaller images that it belongs
    /// to.
    private func forEachRow(_ images: Int, _ body: (_ large: Int, _ small: Int) -> Void) {
        for image in 0..<images {
            for row in 0..<vertical.large {
                body(
                    image * largeCount + row * horizontal.large * channels,
                    image * smallCount + vertical.pixel(row) * horizontal.small * channels)
            }
        }
    }

    private func divideByCounts(_ small: Buffer, images: Int) {
        if let rows = vertical.evenCount, let columns = horizontal.evenCount {
            KernelSet.current.scale(small, by: 1 / Float(rows * columns), offset: 0, into: small)
            return
        }
        for image in 0..<images {
            for row in 0..<vertical.small {
                for column in 0..<horizontal.small {
                    let place = image * smallCount + (row * horizontal.small + column) * channels
                    let pixel = small[place..<place + channels]
                    KernelSet.current.scale(
                        pixel, by: 1 / Float(vertical.count(row) * horizontal.count(column)), offset: 0, into: pixel)
                }
            }
        }
    }
}
