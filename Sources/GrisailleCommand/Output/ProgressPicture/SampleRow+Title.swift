extension SampleRow {
    /// The point of the run that the row shows.
    var title: String {
        let name =
            switch stage {
            case .autoencoder: "the autoencoder"
            case .decoder: "the decoder beside a discriminator"
            case .prior: "the prior"
            }
        return percent == 100 ? "After \(name)" : "\(percent) % of \(name)"
    }
}
