import ArgumentParser

/// `grisaille direction`: fits and applies directions of attributes.
struct DirectionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "direction",
        abstract: "Fit and apply directions in the latent space along which attributes grow.",
        discussion: """
            EXAMPLES
              grisaille direction fit images --labels labels.csv:scaleRatio \\
                --model model.safetensors --output larger.safetensors
              grisaille direction apply a.png --direction larger.safetensors \\
                --model model.safetensors --output larger
            """,
        subcommands: [DirectionFitCommand.self, DirectionApplyCommand.self])
}
