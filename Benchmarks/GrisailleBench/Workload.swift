import ArgumentParser

/// The networks to measure. They have the same shapes as those of the peers.
enum Workload: String, CaseIterable, ExpressibleByArgument {
    case mlp28 = "mlp-28"
    case conv64 = "conv-64"
    case residual64 = "residual-64"
    case ladder64 = "ladder-64"

    var shape: NetworkShape {
        switch self {
        case .mlp28: NetworkShape(side: 28, channels: [], hidden: 400, latent: 20, batch: 128)
        case .residual64:
            NetworkShape(
                side: 64, channels: [32, 64, 96], blocks: [1, 1, 2], hidden: 0, latent: 512, batch: 32)
        case .ladder64:
            NetworkShape(side: 64, channels: [40], isLadder: true, hidden: 0, latent: 18_272, batch: 32)
        case .conv64: NetworkShape(side: 64, channels: [32, 32, 64, 64], hidden: 256, latent: 10, batch: 64)
        }
    }
}
