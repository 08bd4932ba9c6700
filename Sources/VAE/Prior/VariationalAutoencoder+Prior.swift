import Layers

extension VariationalAutoencoder {
    /// The prior of the bound that the network is trained with: the standard normal prior, the prior of a ladder, or the
    /// mean posterior of pseudo-inputs.
    package func ownPrior(_ parameters: Arena) -> any Prior {
        if ladder != nil { return LadderPrior(network: self, parameters: parameters) }
        if vamp != nil { return VampPrior(network: self, parameters: parameters) }
        return StandardNormalPrior()
    }
}
