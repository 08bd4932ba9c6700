/// How grey levels become the two levels of a binary image.
public enum Binarization: String, Sendable, Hashable, Codable, CaseIterable {
    /// The levels stay as they are.
    case none
    /// A pixel is drawn anew each time it is seen, with its level as the probability of being at the maximum.
    ///
    /// Source: Salakhutdinov & Murray, 2008, "On the quantitative analysis of deep belief networks".
    case dynamic
}
