/// The complete state of a training session, as values. Another session continues from it as if training had never
/// stopped.
public struct SessionState: Sendable, Hashable {
    /// The number of steps taken so far.
    public var steps: Int
    /// The parameters, moments and averaged weights by name. Each is a flat array in the order of its layout.
    public var arrays: [String: [Float]]
    var counters: SessionCounters
}
