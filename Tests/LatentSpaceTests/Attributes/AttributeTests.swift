import Foundation
import GreyImages
import Kernels
import Testing
import VAE

@testable import LatentSpace

@Suite struct AttributeTests {
    private func normal(_ count: Int, seed: UInt64) -> [Float] {
        let numbers = Buffer(count: count)
        RandomStream(seed: seed, purpose: .tests).fillNormal(numbers)
        return numbers.values
    }

    /// Latents of which the second follows the first; the attribute is 3 · first + noise.
    private func sample(_ count: Int) -> (latents: Latents, values: [Double]) {
        let numbers = normal(count * 4, seed: 1)
        var (values, attribute) = ([Float](), [Double]())
        for row in 0..<count {
            let first = numbers[4 * row]
            values += [first + 5, 0.8 * first + 0.6 * numbers[4 * row + 1], 0.1 * numbers[4 * row + 2]]
            attribute.append(10 + 3 * Double(first) + 0.5 * Double(numbers[4 * row + 3]))
        }
        return (Latents(dimension: 3, values: values), attribute)
    }

    private func failure(_ values: LabelColumn.Values) -> Attribute.Failure? {
        do throws(Attribute.Failure) {
            _ = try Attribute(values)
            return nil
        } catch { return error }
    }

    @Test func columnsBecomeNumbersOrTwoKinds() throws {
        let numbers = (0..<12).map { Double($0) + 0.5 }
        #expect(try Attribute(.numbers([nil] + numbers)) == .numeric(numbers))
        let kinds = (0..<12).map { $0 % 3 == 0 ? "m" : "f" }
        #expect(try Attribute(.texts(kinds + [nil])) == .binary((0..<12).map { $0 % 3 == 0 }, values: ["f", "m"]))
        let isSecond = (0..<12).map { $0 % 2 == 1 }
        for (values, names) in [
            ([0.0, 1], ["0", "1"]), ([9, 10], ["9", "10"]), ([-0.5, 1e20], ["-0.5", "1e+20"]),
        ] {
            let attribute = try Attribute(.numbers((0..<12).map { values[$0 % 2] }))
            #expect(attribute == .binary(isSecond, values: names))
        }
    }

    @Test func columnsThatAreNoAttributeAreRefused() {
        #expect(failure(.texts([String](repeating: "x", count: 12))) == .oneValue("x"))
        #expect(failure(.numbers([Double](repeating: 2, count: 12))) == .oneValue("2"))
        #expect(failure(.texts((0..<12).map { "k\($0 % 4)" })) == .severalValues(["k0", "k1", "k2", "k3"]))
        #expect(failure(.texts(["1", "2", nil])) == .tooFew(2))
        // Their weights would all be zeros as 32-bit floats.
        #expect(failure(.numbers((0..<12).map { $0 == 0 ? 1e-40 : $0 == 1 ? 2e-40 : 0 })) == .tooNear(2e-40))
    }

    /// The reading is the regression's; the way follows how the latents vary together, by the attribute's deviation.
    @Test func aNumbersDirection() {
        let (latents, values) = sample(2000)
        let direction = LatentDirection(latents, .numeric(values), seed: 1)
        // Noise is 0.25 of a variance of 9.25.
        #expect(abs(direction.fit.heldOutScore! - 0.973) < 0.015)
        #expect(direction.fit.images == 1600 && direction.fit.heldOutImages == 400)
        #expect(abs(direction.reading([6, 0.8, 0]) - 13) < 0.2)
        let deviation = 9.25.squareRoot()
        #expect(abs(Double(direction.step[0]) - deviation / 3) < 0.05, "\(direction.step)")
        #expect(abs(Double(direction.step[1]) - 0.8 * deviation / 3) < 0.05)
        #expect(abs(direction.step[2]) < 0.02)
        let moved = direction.moved(latents[0], by: -2)
        #expect(abs(direction.reading(moved) - (direction.reading(latents[0]) - 2 * deviation)) < 0.3)
    }

    @Test func twoKindsDirection() {
        let (latents, values) = sample(2000)
        let direction = LatentDirection(latents, .binary(values.map { $0 > 11 }, values: ["low", "high"]), seed: 1)
        #expect(direction.fit.heldOutScore! > 0.97 && direction.values == ["low", "high"])
        #expect(direction.reading([8, 2.4, 0]) > 3 && direction.reading([2, -2.4, 0]) < -3)
        #expect(direction.step[0] > 0.5 && abs(direction.step[1] / direction.step[0] - 0.8) < 0.1)
        // What has nothing to do with the latents can't be read off them.
        let noise = normal(2000, seed: 9).map { $0 > 0 }
        let none = LatentDirection(latents, .binary(noise, values: ["a", "b"]), seed: 1)
        #expect(abs(none.fit.heldOutScore! - 0.5) < 0.1)
        let number = LatentDirection(latents, .numeric(normal(2000, seed: 9).map(Double.init)), seed: 1)
        #expect(abs(number.fit.heldOutScore!) < 0.05)
    }

    /// With as many latents as images, nothing is fitted that isn't there.
    @Test func fewImagesOfManyLatents() {
        let latents = Latents(dimension: 60, values: normal(40 * 60, seed: 3))
        let direction = LatentDirection(latents, .numeric(normal(40, seed: 4).map(Double.init)), seed: 1)
        #expect(direction.step.allSatisfy(\.isFinite) && direction.fit.heldOutScore! < 0.6)
    }

    /// The optimum of a small logistic regression, where the gradient is zero.
    @Test func logisticRegressionEndsAtTheOptimum() {
        let rows = (0..<50).map { [sin(Double($0)), cos(Double($0) * 1.7)] }
        let answers = (0..<50).map { sin(Double($0)) + 0.4 * cos(Double($0) * 3.1) > 0.1 }
        let fitted = LogisticRegression(rows, answers, penalty: 0.01)
        var gradient = fitted.weights.map { $0 * 0.01 } + [0]
        for (row, answer) in zip(rows, answers) {
            let error = 1 / (1 + exp(-fitted.logOdds(row))) - (answer ? 1 : 0)
            for (index, value) in (row + [1]).enumerated() { gradient[index] += error * value / 50 }
        }
        #expect(gradient.allSatisfy { abs($0) < 1e-6 })
        // Yes and no that a plane parts have an optimum all the same.
        let parted = LogisticRegression([[-1], [1], [2], [-3]], [false, true, true, false], penalty: 1e-4)
        #expect(parted.weights[0] > 1 && parted.weights[0].isFinite)
    }

    @Test func groupsAreTold() {
        let centres: [[Float]] = [[0, 0, 0], [4, 0, 0], [0, 4, 1]]
        let noise = normal(300 * 3, seed: 5)
        let groups = (0..<300).map { $0 % 10 == 0 ? 2 : $0 % 2 }
        let latents = Latents(
            dimension: 3,
            values: (0..<300).flatMap { row in (0..<3).map { centres[groups[row]][$0] + 0.7 * noise[3 * row + $0] } })
        let classifier = GroupClassifier(latents, groups: groups, count: 3, seed: 1)
        #expect(classifier.heldOutAccuracy! > 0.93)
        #expect(classifier.groups(of: Latents(dimension: 3, values: centres.flatMap(\.self))) == [0, 1, 2])
    }

    @Test func filesKeepDirections() throws {
        let (latents, values) = sample(100)
        let direction = LatentDirection(latents, .binary(values.map { $0 > 10 }, values: ["ä", "b"]), seed: 1)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).safetensors")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try direction.write(attribute: "größe", to: path)
        let read = try LatentDirection.read(path)
        #expect(read.direction == direction && read.attribute == "größe")
        #expect(throws: ModelFileError.self) { try ModelFile.read(path) }
    }
}
