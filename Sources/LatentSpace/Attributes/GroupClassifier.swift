import Kernels
import VAE

/// A classifier that tells the group of an image by its latent: the group whose logistic regression gives the largest log
/// odds.
package struct GroupClassifier: Sendable {
    private let components: PrincipalComponents
    private let readings: [LinearReading]
    /// The share of held-out images whose group it tells; nil if none were held out.
    package let heldOutAccuracy: Double?

    private static let maximumComponents = 256
    private static let heldOutShare = 5

    /// - Parameters:
    ///   - latents: The posterior means of images.
    ///   - groups: The group of every image, within `0..<count`; every group has an image.
    package init(_ latents: Latents, groups: [Int], count: Int, seed: UInt64) {
        let order = RandomStream(seed: seed, purpose: .groupSplit).permutation(latents.count)
        // One of every five of each group: a random part might leave a small group without images, or without a test.
        var (fitted, heldOut, seen) = ([Int](), [Int](), [Int](repeating: 0, count: count))
        for index in order {
            seen[groups[index]] += 1
            if seen[groups[index]] % Self.heldOutShare == 0 { heldOut.append(index) } else { fitted.append(index) }
        }
        let components = PrincipalComponents(
            latents.rows(fitted), limit: min(Self.maximumComponents, max(1, fitted.count / 2)))
        let known = components.coordinates(of: latents.rows(fitted))
        self.components = components
        readings = (0..<count).map { group in
            LinearReading(known, .binary(fitted.map { groups[$0] == group }, values: ["other", "own"]))
        }
        guard !heldOut.isEmpty else {
            heldOutAccuracy = nil
            return
        }
        let found = Self.groups(of: components.coordinates(of: latents.rows(heldOut)), readings)
        heldOutAccuracy = Double(zip(found, heldOut).count { $0 == groups[$1] }) / Double(heldOut.count)
    }

    /// The group of every latent.
    package func groups(of latents: Latents) -> [Int] { Self.groups(of: components.coordinates(of: latents), readings) }

    private static func groups(of rows: [[Double]], _ readings: [LinearReading]) -> [Int] {
        rows.map { row in
            let odds = readings.map { $0.reading(row) }
            return odds.indices.max { odds[$0] < odds[$1] }!
        }
    }
}
