/// How grey levels become the two levels of a binary image.
public enum Binarization: String, Sendable, Hashable, Codable, CaseIterable {
    /// The levels stay as they are.
    case none
    /// Each pixel is drawn anew every time it is used, with its level as the probability of the maximum.
    ///
    /// Source: Salakhutdinov & Murray, 2008, "On the quantitative analysis of deep belief networks".
    case dynamic
}
