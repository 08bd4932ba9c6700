import Foundation
import GreyImages
import Kernels
import Platform
import Testing
@testable import Layers
@testable import VAE

@Suite struct LatentMapTests {
    /// The encoder gives the means of all positions, then the log variances of all positions, both channel by channel.
    @Test func meansAndThenLogVariances() throws {
        let model = try Tiny.model(Tiny.map, seed: 3)
        let map = Tiny.map.latentMap!
        let bias = model.network.layout.slots.first { $0.name == "encoder.posterior.bias" }!
        model.parameters[bias].copy(from: Buffer([0.5, 0.25, 0.75, -1, -2, -3]))
        let weights = NetworkWeights(model.network, parameters: model.parameters, backward: false)
        weights.pack(pool: WorkerPool(threads: 1))
        let workspace = LaneWorkspace(model.network, capacity: 2, backward: false)
        let images = Tiny.images(2, for: Tiny.map)
        for index in 0..<2 {
            workspace.load(
                index, of: images, at: index, binarization: .none,
                from: RandomStream(seed: 0, purpose: .tests))
        }
        let raw = model.network.posteriors(images: 2, weights: weights, workspace: workspace)
        let outputs = workspace.stacks[model.network.flat.encoderPlace].outputs
        let sideBySide = outputs[outputs.count - 2]  // [images, positions, 2 · channels]
        var largest: Float = 0
        for image in 0..<2 {
            for position in 0..<map.positions {
                for channel in 0..<map.channels {
                    let pair = (image * map.positions + position) * 2 * map.channels + channel
                    let latent = position * map.channels + channel
                    #expect(raw[image * 2 * map.count + latent] == sideBySide[pair])
                    let logVariance = raw[image * 2 * map.count + map.count + latent]
                    // The log variance is nearly unchanged, because it is bounded smoothly.
                    #expect(abs(logVariance - sideBySide[pair + map.channels]) < 0.3)
                    largest = max(largest, abs(sideBySide[pair] - sideBySide[channel]))
                }
            }
        }
        #expect(largest > 0.01, "positions differ")
        // The public posteriors agree.
        let posteriors = try Inference(model, pool: WorkerPool(threads: 2)).posteriors(of: images)
        #expect(posteriors.means.values == raw[0..<map.count].values + raw[2 * map.count..<3 * map.count].values)
    }

    /// Residual networks from before there were several kinds of upsampling have transposed convolutions.
    @Test func olderResidualNetworksAreTransposed() throws {
        let text = try ModelFile.json(Tiny.transposed)
        #expect(!text.contains("upsampling"))
        #expect(try JSONDecoder().decode(ModelConfiguration.self, from: Data(text.utf8)) == Tiny.transposed)
        #expect(try ModelFile.json(Tiny.map).contains("\"upsampling\":\"resized\""))
    }

    private func error(_ change: (inout ModelConfiguration) -> Void) -> String? {
        var configuration = Tiny.map
        change(&configuration)
        do {
            try configuration.validate()
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func invalidMapsAreRefusedByName() {
        #expect(error { _ in } == nil)
        let wrong = error { $0.latentMap = LatentMap(height: 3, width: 6, channels: 3) }
        #expect(
            wrong
                == "a latent map of 3x6 does not come of halving 21x13 images 2 times: possible are 7x11 with 1 level "
                + "of channels, 4x6 with 2 levels of channels")
        // The height comes before the width.
        #expect(error { $0.latentMap = LatentMap(height: 6, width: 4, channels: 3) } != nil)
        #expect(error { $0.latentCount = 71 } == "the number of latents must be within 72...72, and is 71")
        for channels in [0, Int.max] {
            #expect(
                error { $0.latentMap!.channels = channels }
                    == "the number of channels in the latent map must be within 1...4096, and is \(channels)")
        }
        #expect(error { $0.latentMap!.height = .max } != nil)
        #expect(error { $0.latentMap!.height = .min } != nil)
        #expect(
            error { $0.architecture = .conv(channels: [2, 3], hidden: 4) }
                == "the latent of the conv architecture is a vector, not a map")
        #expect(
            error { $0.architecture = .residual(channels: [3, 5], blocks: [1]) }
                == "there are blocks for 1 levels and channels for 2")
        #expect(error { $0.architecture = .residual(channels: [3, 5], blocks: [1, 65]) } != nil)
        #expect(error { $0.architecture = .residual(channels: [3, 5], blocks: [1, -1]) } != nil)
        #expect(error { $0.architecture = .residual(channels: [], blocks: []) } != nil)
    }

    @Test(arguments: Tiny.all) func configurationsComeBackFromJSON(configuration: ModelConfiguration) throws {
        let text = try ModelFile.json(configuration)
        #expect(try JSONDecoder().decode(ModelConfiguration.self, from: Data(text.utf8)) == configuration)
    }

    /// Configurations from before there were latent maps and other activations can be read.
    @Test func olderConfigurationsAreRead() throws {
        let text = """
            {"architecture":{"hidden":[6,5],"name":"mlp"},"binarization":"none","bitDepth":8,"classNames":[],\
            "imageSize":{"height":3,"width":5},"latentCount":3,"likelihood":"bernoulli"}
            """
        #expect(try JSONDecoder().decode(ModelConfiguration.self, from: Data(text.utf8)) == Tiny.mlp)
        let written = try ModelFile.json(Tiny.mlp)
        #expect(!written.contains("latentMap"))
        #expect(throws: DecodingError.self) {
            let odd = text.replacingOccurrences(of: "\"mlp\"", with: "\"odd\"")
            return try JSONDecoder().decode(ModelConfiguration.self, from: Data(odd.utf8))
        }
    }
}
