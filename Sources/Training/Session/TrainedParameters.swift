import Kernels
import Layers

/// A set of parameters that one optimizer trains.
struct TrainedParameters {
    let layout: ParameterLayout
    let parameters: Arena
    var optimizer: AdamOptimizer
    let options: OptimizerOptions

    /// - Parameter parameters: the values that training starts from; they change in place.
    init(_ layout: ParameterLayout, parameters: Arena, options: OptimizerOptions) {
        self.layout = layout
        self.parameters = parameters
        self.options = options
        optimizer = AdamOptimizer(layout: layout, parameters: parameters, beta1: options.beta1)
    }

    /// Everything that the next step depends on, under the names that files give it.
    var arenas: [(name: String, layout: ParameterLayout, arena: Arena)] {
        [
            ("parameters.", layout, parameters), ("first_moment.", layout, optimizer.firstMoment),
            ("second_moment.", layout, optimizer.secondMoment), ("averaged.", layout, optimizer.averaged),
        ]
    }
}

/// How one set of parameters is optimized.
struct OptimizerOptions {
    /// Adam's step size at its height.
    var learningRate: Double
    /// Gradients longer than this many times their running geometric mean are shortened to it; nil shortens none.
    var clipping: Double?
    var weightDecay = 0.0
    /// The share of themselves that the averaged weights keep in a step.
    var averaging: Double
    /// The share of itself that the running mean of the gradient keeps in a step.
    var beta1 = 0.9
}
