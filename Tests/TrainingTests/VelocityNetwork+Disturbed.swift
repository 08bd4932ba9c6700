import Kernels
import Layers
import VAE

extension VelocityNetwork {
    /// Parameters that differ from their start, so that all of them have a gradient.
    func disturbedParameters() -> Arena {
        let parameters = Arena(layout)
        layout.initialize(parameters, seed: 1)
        for (index, slot) in layout.slots.enumerated() where slot.name != "prior.scale" {
            let noise = Buffer(count: slot.count)
            RandomStream(seed: 5, purpose: .tests, item: index).fillNormal(noise)
            KernelSet.current.scale(noise, by: 0.1, offset: 0, into: noise)
            KernelSet.current.add(noise, to: parameters[slot])
        }
        return parameters
    }
}
