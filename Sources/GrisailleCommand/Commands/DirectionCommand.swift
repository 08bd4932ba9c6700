import ArgumentParser

/// `grisaille direction`: the ways on which attributes grow.
struct DirectionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "direction",
        abstract: "Fit and apply the directions of the latent space on which attributes grow.",
        discussion: """
            EXAMPLES
              grisaille direction fit images --labels labels.csv:scaleRatio \\
                --model model.safetensors --output larger.safetensors
              grisaille direction apply a.png --direction larger.safetensors \\
                --model model.safetensors --output larger
            """,
        subcommands: [DirectionFitCommand.self, DirectionApplyCommand.self])
}
