/// The places in memory of the outputs of a stack's layers, several of which share one where that is possible.
struct OutputPlaces {
    /// The place of each layer's output.
    private(set) var ofLayers: [Int] = []
    /// Floats per image of each place.
    private(set) var counts: [Int] = []

    /// The places for forward and backward passes: outputs that are computed again share one.
    init(keepingOutputsOf stack: LayerStack) {
        var shared: Int?
        for (layer, isRecomputed) in zip(stack.layers, stack.isRecomputed) {
            let place = take(isRecomputed ? shared : nil, floats: layer.outputCount)
            if isRecomputed { shared = place }
        }
    }

    /// The places for forward passes alone: an output takes the place of one that is no longer needed.
    init(forwardOnly stack: LayerStack) {
        let lastReaders = Self.lastReaders(stack)
        for (index, layer) in stack.layers.enumerated() {
            let needed = Set(ofLayers.indices.filter { lastReaders[$0] >= index }.map { ofLayers[$0] })
            take(counts.indices.first { !needed.contains($0) }, floats: layer.outputCount)
        }
    }

    /// Gives the next layer a place, or a new one for nil.
    @discardableResult
    private mutating func take(_ place: Int?, floats: Int) -> Int {
        let place = place ?? counts.count
        if place == counts.count { counts.append(0) }
        counts[place] = max(counts[place], floats)
        ofLayers.append(place)
        return place
    }

    /// The last layer that reads each layer's output: the next one, or the end of a residual block that adds it.
    private static func lastReaders(_ stack: LayerStack) -> [Int] {
        var readers = stack.layers.indices.map { $0 + 1 }
        for (end, first) in stack.skips.enumerated() {
            if let first, first > 0 { readers[first - 1] = end }
        }
        return readers
    }
}
