import Platform

extension DiversityKernel {
    /// The kernel from whose k-DPP samples are drawn: draws are plain at λ = 0 and nearly greedy at λ = 1.
    ///
    /// With many candidates, a k-DPP of the similarities alone is hardly more varied than plain draws, and weights of quality
    /// make it less varied. So the weight of an item comes from greedy selection: the item's gain in the determinant, as a
    /// share of the gain of the k-th item, at most 1, to the power b. The probability of a set is
    /// det(s · S + (1 - s) · I) · Π weight². It is still a k-DPP, with exact draws and inclusion probabilities. With s = 0 and
    /// b = 0 all sets are equally likely; as b grows, the set that greedy selection finds becomes certain. λ raises the
    /// strength s to 1 at λ = ½, and the power b from 0 to 6.
    ///
    /// - Parameter k: The number of items to draw.
    /// - Complexity: O(count · rows · (rows + features)) with the rows of `factorRows(drawing:)`.
    func tempered(drawing k: Int) -> DiversityKernel {
        let plainness = max(0, 1 - 2 * diversity)
        let strength = 1 - plainness * plainness * plainness
        let power = Self.powerScale * diversity * diversity / (Self.powerPole - diversity)
        guard power > 0 else {
            return DiversityKernel(
                similarity, diversity: diversity, strength: strength, weights: [Double](repeating: 1, count: count))
        }
        let factor = PivotedFactor(self, limit: min(count, factorRows(drawing: k)))
        let least = factor.gains[factor.pivots[min(k, factor.pivots.count) - 1]]
        return DiversityKernel(
            similarity, diversity: diversity, strength: strength,
            weights: factor.gains.map { pow(min(1, $0 / least), power) })
    }

    /// With b = 0.6 · λ² / (1.1 - λ) variety rises evenly with λ, by Vendi scores of images of several kinds.
    private static let powerScale = 0.6
    private static let powerPole = 1.1
}
