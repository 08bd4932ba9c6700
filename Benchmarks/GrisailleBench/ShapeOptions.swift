import ArgumentParser

/// The options that change the shape of all workloads.
struct ShapeOptions: ParsableArguments {
    @Option(help: "The side of the square images in pixels.")
    var side: Int?

    @Option(help: "Channels of the convolutions, as in 32,32,64,64; '' for a dense network.")
    var channels: ChannelList?

    @Option(help: "Units of the dense layer.")
    var hidden: Int?

    @Option(help: "Dimensions of the latent vector.")
    var latent: Int?

    @Option(help: "Images per step, and per call of the encoder or decoder.")
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
