/// The kind of image that a phantom imitates. The raw value is the name of its folder or class.
package enum PhantomKind: String, CaseIterable, Sendable {
    /// A frontal chest radiograph, seen as radiologists hang it: the patient's left, and the heart, on the right.
    case chest
    /// A radiograph of one hand, palm on the detector, fingers up.
    case hand
    /// An axial CT slice of the head at the level of the lateral ventricles, the face upwards.
    case head

    /// The range of each factor of this kind, in the order of `Phantom.factors`.
    package var factorRanges: [(name: String, range: ClosedRange<Double>)] {
        var sheet = FactorSheet(random: RandomSource(state: 0))
        _ = anatomy(drawnFrom: &sheet)
        return sheet.factors.indices.map { (sheet.factors[$0].name, sheet.ranges[$0]) }
    }

    func anatomy(drawnFrom sheet: inout FactorSheet) -> any Anatomy {
        switch self {
        case .chest: ChestAnatomy(drawnFrom: &sheet)
        case .hand: HandAnatomy(drawnFrom: &sheet)
        case .head: HeadAnatomy(drawnFrom: &sheet)
        }
    }
}
