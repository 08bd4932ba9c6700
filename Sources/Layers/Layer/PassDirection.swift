/// The direction of a pass through a layer.
public enum PassDirection: Sendable, CaseIterable {
    case forward, backward
}
