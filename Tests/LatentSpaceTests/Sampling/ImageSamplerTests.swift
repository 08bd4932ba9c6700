import GreyImages
import Platform
import Testing
import VAE
@testable import LatentSpace

@Suite("Samples are drawn, refused, chosen and decoded in one call")
struct ImageSamplerTests {
    private let pool = WorkerPool(threads: 2)
    private static let size = ImageSize(width: 12, height: 10)

    /// A model of two classes, whose prior moves them apart.
    private func model(classes: Int = 2) throws -> Model {
        let model = try Model.untrained(
            ModelConfiguration(
                architecture: .mlp(hidden: [8]), imageSize: Self.size, bitDepth: .eight, latentCount: 4,
                likelihood: .logistic))
        return Model(
            network: model.network, parameters: model.parameters,
            prior: ShiftPrior(shifts: (0..<classes).map { Float($0) * 4 }), facts: model.facts)
    }

    @Test("Plain samples are the first draws, whatever their number")
    func plain() throws {
        let model = try model(classes: 0)
        let sampler = ImageSampler(Inference(model, pool: pool))
        func samples(_ count: Int, seed: UInt64 = 3) throws -> SampleSet {
            try sampler.samples(SampleRequest(count, from: model.prior, seed: seed))
        }
        let (few, many) = (try samples(3), try samples(70))
        #expect(many.latents.rows(0..<3).values == few.latents.values && many.candidates == Array(0..<70))
        #expect(try few.latents.values == PriorSampler(model, pool: pool).draw(3, seed: 3).values)
        #expect(try samples(3, seed: 4).latents.values != few.latents.values)
        #expect(few.choice == nil && few.plain == nil && few.novelty == nil)
        let images = try sampler.images(of: few)
        #expect(images.count == 3 && images.allSatisfy { $0.size == Self.size })
    }

    @Test("Classes take turns, or have their shares, or one has all")
    func classes() throws {
        let model = try model()
        let sampler = ImageSampler(Inference(model, pool: pool))
        func classes(_ balance: ClassBalance = .automatic) throws -> [Int?] {
            try sampler.samples(SampleRequest(4, from: model.prior, balance: balance)).classes
        }
        #expect(try classes() == [0, 1, 0, 1])
        #expect(try classes(.weights(["1": 1])) == [1, 1, 1, 1])
        #expect(try classes(.only("0")) == [0, 0, 0, 0])
        #expect(throws: SamplingError.unknownClass("2", known: ["0", "1"])) { try classes(.only("2")) }
        let plain = try self.model(classes: 0)
        #expect(throws: SamplingError.noClasses) { try SampleRequest(4, from: plain.prior, balance: .only("0")) }
        #expect(throws: SamplingError.noClasses) { try SampleRequest(4, from: plain.prior, balance: .equal) }
    }

    @Test("A choice is more varied than the plain samples beside it, and of every kind that is wanted")
    func diversity() throws {
        let model = try model()
        let sampler = ImageSampler(Inference(model, pool: pool))
        let diversity = SampleDiversity(1, pool: 60, features: .latent)
        let free = try sampler.samples(SampleRequest(6, from: model.prior, seed: 1, diversity: diversity))
        let choice = try #require(free.choice)
        #expect(free.latents.count == 6 && free.plain?.count == 6 && free.candidateCount == 60)
        #expect(try #require(choice.after.vendiScore) > #require(choice.before.vendiScore))
        let equal = try sampler.samples(
            SampleRequest(6, from: model.prior, balance: .equal, seed: 1, diversity: diversity))
        #expect(equal.classes.count { $0 == 0 } == 3 && equal.classes.count { $0 == 1 } == 3)
        #expect(throws: SamplingError.poolTooSmall(5, samples: 6)) {
            try SampleRequest(6, from: model.prior, diversity: SampleDiversity(0.5, pool: 5))
        }
    }

    @Test("What progress throws ends the work, which it is told of in its order")
    func progress() throws {
        struct Stop: Error {}
        let model = try model()
        let sampler = ImageSampler(Inference(model, pool: pool))
        let request = try SampleRequest(
            6, from: model.prior, diversity: SampleDiversity(0.5, pool: 200, features: .latent))
        var stages: [SamplingProgress.Stage] = []
        _ = try sampler.samples(request) { if stages.last != $0.stage { stages.append($0.stage) } }
        #expect(stages == [.drawingCandidates, .weighing])
        #expect(throws: Stop.self) { try sampler.samples(request) { _ in throw Stop() } }
    }

    @Test("A filter refuses what lies within its radii, and a model that makes nothing else is told")
    func novelty() throws {
        let model = try model(classes: 0)
        let sampler = ImageSampler(Inference(model, pool: pool))
        let images = try sampler.images(of: sampler.samples(SampleRequest(8, from: model.prior)))
        let known = ImageDataset(images: images + images.map(\.mirrored))
        var facts = model.facts
        facts.novelty = NoveltyCalibration(pixelRadius: 1e9, encoderRadius: 0, quantile: 0.01, heldOutImages: 1)
        let judged = model.with(facts: facts)
        let filter = try NoveltyFilter(known, inference: Inference(judged, pool: pool))
        #expect(filter.basis == .model && filter.calibration.pixelRadius == 1e9)
        var request = try SampleRequest(2, from: model.prior)
        request.novelty = filter
        #expect(throws: SamplingError.copies(refused: 540, candidates: 540, wanted: 2)) {
            try sampler.samples(request)
        }
    }

    @Test("Groups that the prior knows are drawn as such, others are looked for")
    func toppingUp() throws {
        let model = try model()
        let inference = Inference(model, pool: pool)
        let sampler = ImageSampler(inference)
        let images = try sampler.images(of: sampler.samples(SampleRequest(20, from: model.prior)))
        let dataset = ImageDataset(
            images: images, classNames: ["0", "1"], labels: images.indices.map { $0 < 14 ? 0 : 1 })
        let groups = try ImageGroups(classesOf: dataset)
        #expect(groups.counts == [14, 6] && groups.missing() == [0, 8] && groups.missing(to: 15) == [1, 9])
        let known = try SampleRequest(
            toppingUp: groups, missing: groups.missing(), inference: inference)
        #expect(known.sorter == nil && known.count == 8)
        #expect(try sampler.samples(known).classes == [Int?](repeating: 1, count: 8))
        #expect(throws: SamplingError.fewerThanTwoGroups) {
            try ImageGroups(dataset, values: images.indices.map { $0 % 2 == 0 ? "even" : nil })
        }
        let halves = try ImageGroups(dataset, values: images.indices.map { $0 % 2 == 0 ? "even" : "odd" })
        #expect(halves.names == ["even", "odd"] && halves.counts == [10, 10])
        let looked = try SampleRequest(
            toppingUp: halves, missing: [1, 0], inference: inference)
        #expect(looked.sorter?.names == ["even", "odd"] && looked.wanted == .kinds([0]))
        #expect(looked.classes.names == ["0", "1"])
    }
}
