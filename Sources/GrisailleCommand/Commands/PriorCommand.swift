import ArgumentParser

/// `grisaille prior`: changes the prior of a trained model.
struct PriorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prior",
        abstract: "Change the prior of a trained model.",
        discussion: """
            EXAMPLES
              grisaille prior fit images --model model.safetensors --minutes 0.05 \\
                --output again.safetensors
            """,
        subcommands: [PriorFitCommand.self, PriorCalibrateCommand.self])
}
