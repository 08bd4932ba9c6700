import GreyImages
import Kernels
import Layers

/// Forward passes through a large image tile by tile.
extension FlatNetwork {
    /// Floats per image of the buffers for tiles: one tile's input, the posterior and the outputs of the whole image.
    var tileBufferCounts: [Int] {
        guard let tiles else { return [] }
        return [
            max(encoder.stack.inputCount, decoder.stack.inputCount), 2 * latentCount,
            tiles.image.pixelCount * outputsPerPixel,
        ]
    }

    private func tileInput(_ stack: LayerStack, rows: Int, _ pass: NetworkPass) -> Buffer {
        pass.workspace.buffers[2].prefix(rows * stack.inputCount)
    }

    /// The raw posteriors that `encode` leaves, `[images, 2 · latents]`: the map of means, and then that of log variances.
    func tiledPosteriors(_ pass: NetworkPass) -> Buffer { pass.imageBuffer(3, count: 2 * latentCount) }

    /// Encodes the images `[images, pixels]`.
    func encode(_ input: Buffer, in tiles: TilePlan, _ pass: NetworkPass) {
        let (pixels, posteriors) = (tiles.image.pixelCount, tiledPosteriors(pass))
        let (tilePixels, channels) = (tiles.tile.pixelCount, latentCount / tiles.map.pixelCount)
        let tileInput = tileInput(encoder.stack, rows: pass.images, pass)
        for tile in tiles.tiles {
            for image in 0..<pass.images {
                tiles.copyPixels(
                    of: tile, from: input[row: image, of: pixels], into: tileInput[row: image, of: tilePixels])
            }
            let outputs = pass.forward(encoderPlace, tileInput)
            // The maps of means and of log variances follow each other.
            for map in 0..<2 * pass.images {
                tiles.copyCorePositions(
                    of: tile, channels: channels, from: outputs[row: map, of: tiles.tileMap.pixelCount * channels],
                    into: posteriors[row: map, of: latentCount])
            }
        }
    }

    /// Decodes the latents `[rows, latents]`.
    ///
    /// - Returns: `[rows, pixels, outputsPerPixel]`, a view into the workspace.
    func decode(_ latents: Buffer, in tiles: TilePlan, _ pass: NetworkPass) -> Buffer {
        let (count, tileCount) = (tiles.image.pixelCount * outputsPerPixel, decoder.stack.outputCount)
        let tileInput = tileInput(decoder.stack, rows: pass.rows, pass)
        let results = pass.buffer(4, count: count)
        for tile in tiles.tiles {
            for row in 0..<pass.rows {
                tiles.copyPositions(
                    of: tile, channels: latentCount / tiles.map.pixelCount, from: latents[row: row, of: latentCount],
                    into: tileInput[row: row, of: decoder.stack.inputCount])
            }
            let outputs = pass.forward(decoderPlace, tileInput)
            for row in 0..<pass.rows {
                tiles.copyCorePixels(
                    of: tile, channels: outputsPerPixel, from: outputs[row: row, of: tileCount],
                    into: results[row: row, of: count])
            }
        }
        return results
    }
}
