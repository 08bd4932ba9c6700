import GreyImages
import Kernels
import Platform
import Testing
import VAE

@testable import Training

@Suite("What a user asks for is checked")
struct SettingsTests {
    private static let wrong: [(option: String, change: @Sendable (inout TrainingSettings) -> Void)] = [
        ("--epochs", { $0.length = .epochs(0) }), ("--epochs", { $0.length = .epochs(.max) }),
        ("--minutes", { $0.length = .minutes(0) }), ("--minutes", { $0.length = .minutes(.nan) }),
        ("--minutes", { $0.length = .minutes(.infinity) }),
        ("--batch", { $0.batch = 0 }), ("--batch", { $0.batch = .max }),
        ("--learning-rate", { $0.learningRate = 0 }), ("--learning-rate", { $0.learningRate = .nan }),
        ("--beta", { $0.beta = -1 }), ("--beta", { $0.beta = .infinity }), ("--warmup", { $0.warmup = 1.1 }),
        ("--validation", { $0.validationShare = 1 }), ("--validation", { $0.validationShare = .nan }),
        ("--patience", { $0.patience = 0 }),
        (
            "--patience",
            {
                $0.patience = 3
                $0.validationShare = 0
            }
        ),
    ]

    @Test("A setting out of its range is named", arguments: wrong.indices)
    func outOfRange(index: Int) {
        var settings = TrainingSettings()
        Self.wrong[index].change(&settings)
        let error = #expect(throws: TrainingError.self) { try settings.validate() }
        #expect("\(error as Any)".contains(Self.wrong[index].option))
    }

    @Test("The defaults are in order")
    func defaults() throws { try TrainingSettings().validate() }

    @Test("A model that no memory holds is refused before any is taken")
    func memory() {
        let images = ImageDataset(images: ToyData.spots(4))
        let configuration = ToyData.configuration(.mlp(hidden: [65_536, 65_536, 65_536, 65_536]))
        let error = #expect(throws: MemoryError.self) {
            try Trainer(
                images: images, configuration: configuration, settings: TrainingSettings(), modelPath: "never",
                pool: WorkerPool(threads: 1))
        }
        #expect("\(error as Any)".contains("--hidden"))
        var settings = TrainingSettings()
        settings.flow = FlowSettings()
        settings.flow?.network = FlowConfiguration(width: 4096, blocks: 64)
        let later = #expect(throws: MemoryError.self) {
            try TrainingRun(
                images: images, configuration: ToyData.configuration(), settings: settings, modelPath: "never",
                pool: WorkerPool(threads: 1))
        }
        #expect("\(later as Any)".contains("--flow-width"))
    }
}
