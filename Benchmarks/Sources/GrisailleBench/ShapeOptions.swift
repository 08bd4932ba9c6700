import ArgumentParser

/// What to change about every workload that is named.
struct ShapeOptions: ParsableArguments {
    @Option(help: "Pixels a side of the square images.")
    var side: Int?

    @Option(help: "Channels of the convolutions, as in 32,32,64,64; '' for a network without any.")
    var channels: ChannelList?

    @Option(help: "Units of the dense layer.")
    var hidden: Int?

    @Option(help: "Dimensions of the latent vector.")
    var latent: Int?

    @Option(help: "Images a step, and a call of the encoder or the decoder.")
    var batch: Int?

    func validate() throws {
        guard (1...65_536).contains(batch ?? 1) else { throw ValidationError("--batch must be within 1...65536.") }
    }

    func applied(to shape: NetworkShape) -> NetworkShape {
        NetworkShape(
            side: side ?? shape.side, channels: channels?.channels ?? shape.channels,
            blocks: shape.blocks, isLadder: shape.isLadder, hidden: hidden ?? shape.hidden,
            latent: latent ?? shape.latent, batch: batch ?? shape.batch)
    }
}
