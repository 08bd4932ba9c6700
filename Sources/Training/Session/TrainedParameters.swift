import Kernels
import Layers

/// A set of parameters, and the optimizer that trains it.
struct TrainedParameters {
    let layout: ParameterLayout
    let parameters: Arena
    var optimizer: AdamOptimizer
    let options: OptimizerOptions

    /// - Parameter parameters: The values that training starts from. They change in place.
    init(_ layout: ParameterLayout, parameters: Arena, options: OptimizerOptions) {
        self.layout = layout
        self.parameters = parameters
        self.options = options
        optimizer = AdamOptimizer(layout: layout, parameters: parameters, beta1: options.beta1)
    }

    /// The arrays that the next step depends on, with their names in files.
    var arenas: [(name: String, layout: ParameterLayout, arena: Arena)] {
        [
            ("parameters.", layout, parameters), ("first_moment.", layout, optimizer.firstMoment),
            ("second_moment.", layout, optimizer.secondMoment), ("averaged.", layout, optimizer.averaged),
        ]
    }
}

/// The options of the optimizer for a set of parameters.
struct OptimizerOptions {
    /// Adam's maximum learning rate.
    var learningRate: Double
    /// The maximum length of a gradient, as a multiple of the running geometric mean; nil to shorten none.
    var clipping: Double?
    var weightDecay = 0.0
    /// The decay per step of the running average of the weights.
    var averaging: Double
    /// The decay per step of the running mean of the gradient, Adam's β₁.
    var beta1 = 0.9
}
