import ArgumentParser

/// `grisaille prior`: what the latents of a trained model's samples are drawn from.
struct PriorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prior",
        abstract: "Change the prior of a trained model.",
        discussion: """
            EXAMPLES
              grisaille prior fit images --model model.safetensors --minutes 0.05 \\
                --output again.safetensors
            """,
        subcommands: [PriorFitCommand.self])
}
