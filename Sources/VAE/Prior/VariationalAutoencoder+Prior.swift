import Layers

extension VariationalAutoencoder {
    /// The prior of the bound that the network is trained with: the standard normal, what a ladder's levels learn of
    /// each other, or the posteriors of learned pseudo-inputs.
    public func ownPrior(_ parameters: Arena) -> any Prior {
        if ladder != nil { return LadderPrior(network: self, parameters: parameters) }
        if vamp != nil { return VampPrior(network: self, parameters: parameters) }
        return StandardNormalPrior()
    }
}
