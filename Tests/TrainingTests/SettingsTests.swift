import GreyImages
import Platform
import Testing
import VAE
@testable import Training

@Suite("Checks of the settings")
struct SettingsTests {
    private static let wrong: [(parameter: TrainingParameter, change: @Sendable (inout TrainingSettings) -> Void)] = [
        (.epochs, { $0.length = .epochs(0) }), (.epochs, { $0.length = .epochs(.max) }),
        (.minutes, { $0.length = .minutes(0) }), (.minutes, { $0.length = .minutes(.nan) }),
        (.minutes, { $0.length = .minutes(.infinity) }),
        (.batch, { $0.batch = 0 }), (.batch, { $0.batch = .max }),
        (.learningRate, { $0.learningRate = 0 }), (.learningRate, { $0.learningRate = .nan }),
        (.beta, { $0.beta = -1 }), (.beta, { $0.beta = .infinity }), (.warmup, { $0.warmup = 1.1 }),
        (.validationShare, { $0.validationShare = 1 }), (.validationShare, { $0.validationShare = .nan }),
        (.patience, { $0.patience = 0 }), (.weightDecay, { $0.weightDecay = 2 }),
        (.importanceSamples, { $0.importanceSamples = 0 }), (.importanceStart, { $0.importanceStart = 1 }),
        (.freeNats, { $0.freeNats = -1 }), (.clipping, { $0.clipping = 0 }), (.averaging, { $0.averaging = 1 }),
        (.notes, { $0.notes = String(repeating: "é", count: 5001) }),
    ]

    @Test("An error names the setting that is out of its range", arguments: wrong.indices)
    func outOfRange(index: Int) {
        var settings = TrainingSettings()
        Self.wrong[index].change(&settings)
        let error = #expect(throws: TrainingError.self) { try settings.validate() }
        guard case .outOfBounds(let parameter, _) = error else {
            Issue.record("another error: \(error as Any)")
            return
        }
        #expect(parameter == Self.wrong[index].parameter)
    }

    @Test("Patience without held-out images is refused")
    func patience() {
        var settings = TrainingSettings()
        settings.patience = 3
        settings.validationShare = 0
        #expect(throws: TrainingError.patienceWithoutValidation) { try settings.validate() }
    }

    @Test("Bounds describe the values that they allow")
    func bounds() {
        #expect("\(ParameterBounds.above(0, atMost: 1))" == "above 0 and at most 1")
        #expect("\(ParameterBounds.within(0, 0.9))" == "within 0...0.9")
        #expect("\(TrainingError.outOfBounds(.batch, .within(1, 65_536)))" == "the batch must be within 1...65536")
    }

    @Test("The defaults are valid")
    func defaults() throws { try TrainingSettings().validate() }

    @Test("A model that exceeds the memory is refused before any is allocated")
    func memory() {
        let images = ImageDataset(images: ToyData.spots(4))
        let configuration = ToyData.configuration(.mlp(hidden: [65_536, 65_536, 65_536, 65_536]))
        func smaller(_ error: TrainingError?) -> Set<TrainingParameter> {
            if case .memory(_, let parameters)? = error { Set(parameters) } else { [] }
        }
        let error = #expect(throws: TrainingError.self) {
            try TrainingRun(
                images: images, configuration: configuration, settings: TrainingSettings(),
                pool: WorkerPool(threads: 1))
        }
        #expect(smaller(error).isSuperset(of: [.model(.hiddenUnits), .batch]))
        #expect(error?.description.contains("reduce the number of hidden units, ") == true)
        var settings = TrainingSettings()
        settings.flow = FlowSettings()
        settings.flow?.network = FlowConfiguration(width: 4096, blocks: 64)
        let later = #expect(throws: TrainingError.self) {
            try TrainingRun(
                images: images, configuration: ToyData.configuration(), settings: settings,
                pool: WorkerPool(threads: 1))
        }
        #expect(smaller(later).contains(.model(.flowWidth)))
    }
}
