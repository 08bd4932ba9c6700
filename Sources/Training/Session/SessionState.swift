/// The whole state of a training session, as values: what it takes to go on elsewhere as if it had never stopped.
public struct SessionState: Sendable, Hashable {
    /// Steps taken so far.
    public var steps: Int
    /// Parameters, moments and averaged weights: flat arrays, each in the order of its layout, by name.
    public var arrays: [String: [Float]]
    var counters: SessionCounters
}
