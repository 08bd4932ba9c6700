import Foundation
import GreyImages
import Kernels
import Layers
import Platform
import Testing
@testable import VAE

@Suite("Conditions of a flow prior")
struct PriorConditionTests {
    private let pool = WorkerPool(threads: 2)
    private let age = PriorCondition(name: "age", kind: .number(mean: 50, deviation: 10, minimum: 20, maximum: 90))
    private let site = PriorCondition(name: "site", kind: .categories(["x", "y", "z"]))

    private func fault(_ attribute: ImageAttribute) -> ConfigurationError? {
        do throws(ConfigurationError) {
            _ = try PriorCondition(attribute)
            return nil
        } catch { return error }
    }

    @Test("Numbers are summarised over the known values, and texts become sorted categories")
    func summaries() throws {
        let number = try PriorCondition(ImageAttribute("n", numbers: [nil, 1, 3, .nan, 5, 7]))
        #expect(number.kind == .number(mean: 4, deviation: 5.0.squareRoot(), minimum: 1, maximum: 7))
        #expect(number.code(of: 4) == 0 && abs(number.code(of: 4 - 5.0.squareRoot())! + 1) < 1e-6)
        #expect(number.code(of: 1e30)!.isFinite && number.code(of: "4") == nil)
        let text = try PriorCondition(ImageAttribute("t", texts: ["b", nil, "a", "b"]))
        #expect(text.kind == .categories(["a", "b"]))
        #expect(text.code(of: "b") == 1 && text.code(of: "c") == nil && text.code(of: 1.0) == nil)
        // Numbers whose squares would be infinite or zero.
        for size in [1e-200, 1e200] {
            let wide = try PriorCondition(ImageAttribute("n", numbers: [size, 3 * size]))
            #expect(abs(wide.code(of: 3 * size)! - 1) < 1e-5)
        }
    }

    @Test("Columns of which nothing can be learned are refused")
    func uselessColumns() {
        #expect(fault(ImageAttribute("n", numbers: [nil, 3])) == .condition("n", .fewerThanTwoValues))
        #expect(fault(ImageAttribute("n", numbers: [3, 3, nil, 3])) == .condition("n", .constant))
        #expect(fault(ImageAttribute("t", texts: [nil, "a"])) == .condition("t", .fewerThanTwoValues))
        #expect(fault(ImageAttribute("t", texts: ["a", "a"])) == .condition("t", .constant))
        #expect(fault(ImageAttribute("", numbers: [1, 2])) == .condition("", .name))
        let many = (0...1024).map { "\($0)" }
        #expect(fault(ImageAttribute("t", texts: many)) == .condition("t", .tooManyCategories(1025, maximum: 1024)))
        #expect(fault(ImageAttribute("t", texts: many.dropLast())) == nil)
    }

    @Test("Codes are those of each image, and unknown values have none")
    func codes() throws {
        let image = GreyImage(size: ImageSize(width: 1, height: 1), bitDepth: .eight, samples: [0])
        let images = ImageDataset(images: [image, image, image]).with(attributes: [
            ImageAttribute("site", texts: ["z", nil, "new"]), ImageAttribute("age", numbers: [60, 30, nil]),
        ])
        let codes = try ConditionCodes([age, site], of: images)
        func known(_ values: [Float]) -> [Float?] { values.map { $0.isNaN ? nil : $0 } }
        #expect(known(codes.values) == [1, 2, -2, nil, nil, nil])
        #expect(known(codes.gathering([1, 0, 1]).values) == [-2, nil, 1, 2, -2, nil])
        #expect(codes.hash == (try ConditionCodes([age, site], of: images)).hash)
        #expect(codes.hash != codes.gathering([1, 0, 2]).hash)
        let subset = images.subset([1, 0])
        #expect(known(try ConditionCodes([age, site], of: subset).values) == [-2, nil, 1, 2])
        let other = PriorCondition(name: "site", kind: age.kind)
        #expect(throws: ConfigurationError.condition("site", .missing)) { try ConditionCodes([other], of: images) }
        #expect(throws: ConfigurationError.condition("age", .missing)) {
            try ConditionCodes([age], of: images.with(attributes: []))
        }
    }

    @Test("A number is told as itself and a one, a category as a one, and what is unknown as zeros")
    func features() throws {
        let network = try FlowCase.conditions.network()
        #expect(network.featureCount == 64 + 2 + 2 + 3 + 64)
        let features = Buffer([Float](repeating: 9, count: 2 * network.featureCount))
        func row(_ index: Int) -> [Float] { features[row: index, of: network.featureCount].values }
        network.fillFeatures(features, row: 1, time: 0.25, told: .one(1), step: 0.5)
        let plain = row(1)
        #expect(plain[64..<71] == [0, 1, 0, 0, 0, 0, 0] && !network.isToldConditions(features, row: 1))
        for (codes, told) in [
            ([-1.5, 2], [-1.5, 1, 0, 0, 1]), ([.nan, 0], [0, 0, 1, 0, 0]), ([0, .nan], [0, 1, 0, 0, 0]),
            ([.nan, .nan], [0, 0, 0, 0, 0]),
        ] as [([Float], [Float])] {
            network.fillConditions(features, row: 1, codes: Buffer(codes))
            #expect(Array(row(1)[66..<71]) == told)
            #expect(row(1)[..<66] == plain[..<66] && row(1)[71...] == plain[71...])
            #expect(network.isToldConditions(features, row: 1) == told.contains { $0 != 0 })
        }
        #expect(row(0).allSatisfy { $0 == 9 })
    }

    /// One long step gives x₁ = x₀ + v. With guidance, v = free + guidance · (told - free).
    @Test("Given conditions change the latents, and guidance emphasises them without a class")
    func guidance() throws {
        let prior = try FlowCase.conditions.prior()
        let (rows, _) = FlowCase.conditions.rows(5)
        func latents(_ prior: FlowPrior, _ guidance: Double) -> [Float] {
            prior.latents(
                fromNoise: rows, classes: [nil, nil, nil, nil, nil],
                transport: Transport(solver: .euler, steps: 1, guidance: guidance, guidanceTimes: 0...1), pool: pool
            ).values
        }
        let told = prior.given([1, 2])
        #expect(told.isGivenConditions && !prior.isGivenConditions)
        let (free, towards) = (latents(prior, 1), latents(told, 1))
        #expect(zip(free, towards).contains { abs($0 - $1) > 1e-3 })
        #expect(latents(prior.given([1, .nan]), 1) != towards && latents(prior.given([-1, 2]), 1) != towards)
        for (index, value) in latents(told, 3).enumerated() {
            #expect(abs(value - (free[index] + 3 * (towards[index] - free[index]))) < 1e-4)
        }
        // Unknown conditions change no bit.
        #expect(!prior.given([.nan, .nan]).isGivenConditions && latents(prior.given([.nan, .nan]), 3) == free)
        func long(_ prior: FlowPrior) -> [Float] {
            prior.latents(
                fromNoise: rows, classes: [0, 1, 0, 1, 0], transport: Transport(longSteps: 2), pool: pool
            ).values
        }
        #expect(long(told) != long(prior))
        let classes: [Int?] = [0, 1, 0, 1, 0]
        func densities(_ prior: FlowPrior) -> [Double] {
            prior.logDensities(of: rows, classes: classes, options: DensityOptions(steps: 2), pool: pool)
        }
        #expect(densities(told) != densities(prior))
        // The noise of latents is found under the same conditions.
        let there = told.latents(fromNoise: rows, classes: classes, transport: Transport(steps: 40), pool: pool)
        func error(_ prior: FlowPrior) -> Float {
            let back = prior.noise(ofLatents: there, classes: classes, transport: Transport(steps: 40), pool: pool)
            return zip(back.values, rows.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
        }
        #expect(error(told) < 1e-3 && error(prior) > 1e-2)
    }

    @Test("Older configurations have none, and are written without them")
    func olderConfigurations() throws {
        let text = #"{"blocks":2,"classNames":["a"],"width":16}"#
        let read = try JSONDecoder().decode(FlowConfiguration.self, from: Data(text.utf8))
        #expect(read.conditions == nil)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(read), as: UTF8.self) == text)
        let new = FlowCase.conditions.configuration
        #expect(try JSONDecoder().decode(FlowConfiguration.self, from: encoder.encode(new)) == new)
    }

    @Test("Impossible conditions of a file are refused")
    func hostileConditions() throws {
        func fault(_ conditions: [PriorCondition]) -> ConfigurationError? {
            do throws(ConfigurationError) {
                try FlowConfiguration(conditions: conditions).validate()
                return nil
            } catch { return error }
        }
        #expect(fault([]) == nil && fault([age, site]) == nil)
        for (mean, deviation, minimum, maximum) in [
            (50, 0, 20, 90), (50, -1, 20, 90), (50, .nan, 20, 90), (.infinity, 10, 20, 90), (50, 10, 90, 20),
            (50, 1e-300, 20, 90), (50, 1e300, 20, 90), (1e30, 10, 20, 90), (50, 10, 20, .infinity), (50, 10, 50, 50),
        ] as [(Double, Double, Double, Double)] {
            let kind = PriorCondition.Kind.number(mean: mean, deviation: deviation, minimum: minimum, maximum: maximum)
            #expect(fault([PriorCondition(name: "n", kind: kind)]) == .condition("n", .impossible), "\(kind)")
        }
        for categories in [[], ["a"], ["a", "a"]] {
            #expect(
                fault([PriorCondition(name: "t", kind: .categories(categories))]) == .condition("t", .impossible))
        }
        let many = PriorCondition(name: "t", kind: .categories((0...1024).map { "\($0)" }))
        #expect(fault([many]) == .condition("t", .tooManyCategories(1025, maximum: 1024)))
        #expect(fault([age, site, age]) == .repeatedCondition("age"))
        #expect(fault([PriorCondition(name: "", kind: site.kind)]) == .condition("", .name))
        let long = String(repeating: "a", count: 256)
        #expect(fault([PriorCondition(name: long, kind: site.kind)]) == .condition(long, .name))
        let crowd = (0..<65).map { PriorCondition(name: "\($0)", kind: site.kind) }
        #expect(fault(crowd) == .outOfRange(.conditionCount, value: 65, range: 0...64))
        #expect(fault(Array(crowd.dropLast())) == nil)
    }

    @Test("A model file keeps its conditions, and one with impossible conditions is refused")
    func files() throws {
        let configuration = ModelConfiguration(
            architecture: .mlp(hidden: [4]), imageSize: ImageSize(width: 2, height: 2), bitDepth: .eight,
            latentCount: 4, likelihood: .gaussian)
        let network = try VariationalAutoencoder(configuration)
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        let prior = try FlowCase.conditions.prior()
        let model = Model(network: network, parameters: parameters, prior: prior.given([1, 2]), facts: TrainingFacts())
        let bytes = try fileBytes(model)
        let read = try ModelFile.read(bytes: bytes, path: "m")
        #expect(read.prior.configuration == .flow(FlowCase.conditions.configuration))
        #expect((read.prior as? FlowPrior)?.isGivenConditions == false)
        // Texts of equal lengths keep the length of the header.
        for (from, to) in [(#"\"deviation\":10"#, #"\"deviation\":-9"#), (#"\"x\",\"y\""#, #"\"x\",\"x\""#)] {
            let changed = replacing(from, by: to, in: bytes)
            #expect(changed != bytes, "\(from)")
            #expect(refusal(changed)?.contains("its prior is impossible") == true, "\(to)")
        }
    }

    private func replacing(_ from: String, by to: String, in bytes: [UInt8]) -> [UInt8] {
        guard let range = Data(bytes).range(of: Data(from.utf8)) else { return bytes }
        var changed = bytes
        changed.replaceSubrange(range, with: Array(to.utf8))
        return changed
    }
}
