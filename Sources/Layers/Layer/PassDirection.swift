/// The direction of a pass through a layer.
package enum PassDirection: Sendable, CaseIterable {
    case forward, backward
}
