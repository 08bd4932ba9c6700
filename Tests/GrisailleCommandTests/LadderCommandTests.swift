import Foundation
import Grisaille
import Testing

@Suite("Ladders, and likelihoods for a table")
struct LadderCommandTests {
    private func space() throws -> Workspace {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 4 --size 16 --quiet")
        return space
    }

    private let train = "train ph --architecture ladder --channels 8 --group-channels 2,2,3 --components 2"

    @Test("Trained, encoded, walked through, sampled and evaluated as any other model")
    func theWholeWay() throws {
        let space = try space()
        try space.succeed("\(train) --model m --epochs 2 --quiet")
        let text = try space.succeed("info m").output
        for words in [
            "ladder, channels 8,8,8, blocks 1,1,1", "1x1x3, 2 of 4x4x2", "prior         ladder",
            "mixture of 2 logistics",
        ] { #expect(text.contains(words), "\(words): \(text)") }

        try space.succeed("encode ph --model m --output l.npy")
        let configuration = try ModelFile.read(space.file("m")).configuration
        #expect(try NumpyArray(contentsOf: space.file("l.npy")).shape == [12, configuration.latentCount])
        try space.succeed("decode l.npy --model m --output decoded")
        try space.succeed("reconstruct ph --model m --output reconstructed")
        try space.succeed("sample --model m --count 3 --output samples")
        let two = "ph/chest/00000.png ph/hand/00001.png"
        let ends = try space.succeed("interpolate \(two) --model m --steps 3 --path flow --output all --json").json()
        #expect(ends["frames"] as? Int == 3)
        try space.succeed("interpolate \(two) --model m --steps 3 --path flow --follow-groups 1 --output some")
        // All groups on the path: the ends are the images' own latents; else only the coarsest latents are.
        func latents(_ name: String) throws -> [Float] {
            guard case .float32(let values) = try NumpyArray(contentsOf: space.file(name)).elements else { return [] }
            return Array(values.prefix(configuration.latentCount))
        }
        let (all, some) = (try latents("all/latents.npy"), try latents("some/latents.npy"))
        try space.succeed("encode ph/chest/00000.png --model m --output first.npy")
        let first = try latents("first.npy")
        #expect(zip(all, first).allSatisfy { abs($0 - $1) < 1e-3 })
        #expect(zip(some.prefix(3), first).allSatisfy { abs($0 - $1) < 1e-3 } && some != first)
    }

    @Test("Levels of their own widths, and such without groups")
    func levels() throws {
        let space = try space()
        let options = "--architecture ladder --channels 6,8,10 --groups 0,1,1 --group-channels 9,2,3 --components 1"
        try space.succeed("train ph --model m --epochs 1 \(options) --quiet")
        let text = try space.succeed("info m").output
        #expect(text.contains("channels 6,8,10") && text.contains("35 dimensions: 1x1x3, 4x4x2"), "\(text)")
        try space.succeed("reconstruct ph --model m --output reconstructed")
    }

    @Test("Importance-weighted bounds, in training and evaluation, are the same with the same seed")
    func importanceWeights() throws {
        let space = try space()
        let options = "--architecture mlp --hidden 8,6 --latent 3 --likelihood bernoulli --epochs 2"
        try space.succeed("train ph --model m \(options) --importance-samples 5 --quiet")
        let evaluate = "evaluate ph --model m --importance-samples 40 --first 6 --seed 3 --json"
        let result = try space.succeed(evaluate).json()
        #expect(try space.succeed("\(evaluate) --threads 1").json() as NSDictionary == result as NSDictionary)
        let estimate = try #require(result["importanceWeighted"] as? [String: Any])
        let overall = try #require(result["overall"] as? [String: Any])
        #expect(estimate["samples"] as? Int == 40 && estimate["images"] as? Int == 6)
        let nats = try #require(estimate["negativeLogLikelihoodNatsPerImage"] as? Double)
        let bound = try #require(overall["negativeELBONatsPerImage"] as? Double)
        #expect(nats < bound + 2)
        let table = try space.succeed("evaluate ph --model m --importance-samples 4").output
        #expect(table.contains("-log p nats") && table.contains("effective samples"))
    }

    @Test(
        "What cannot be is refused with the remedy",
        arguments: [
            ("--architecture ladder --latent 8", "--groups"),
            ("--architecture conv --groups 1,2", "ladder"),
            ("--architecture ladder --channels 8,8", "--channels names 2 levels"),
            ("--architecture ladder --groups 1,2,3,4,5", "has 3"),
            ("--architecture ladder --channels 7", "even number"),
            ("--architecture ladder --size 12", "--size"),
            ("--architecture ladder --prior flow", "prior of its own"),
            ("--architecture ladder --adversarial 1", "residual or conv"),
            ("--architecture mlp --likelihood bernoulli --bit-depth 16", "--bit-depth 8"),
            ("--architecture mlp --likelihood logistic --components 3", "--likelihood mixture"),
            ("--importance-samples 0", "--importance-samples"), ("--free-nats=-1", "--free-nats"),
        ])
    func refusals(options: String, words: String) throws {
        let space = try space()
        let result = try space.run("train ph --model m --epochs 1 \(options)")
        #expect(result.status != 0 && result.errors.contains(words), "\(result.errors)")
        #expect(!space.contents.contains("m"))
    }
}
