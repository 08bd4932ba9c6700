import Foundation
@testable import GreyImages
@testable import VAE

/// Fuzzes model configurations as JSON. A valid one must give a network of limited size, and must be the same after it is
/// written and read again.
enum ConfigurationInput: FuzzInput {
    static func check(_ bytes: [UInt8]) {
        let data = Data(bytes)
        check(ModelConfiguration.self, data) { configuration in
            guard (try? configuration.validate()) != nil else { return }
            _ = try? VariationalAutoencoder(configuration)
        }
        check(PriorConfiguration.self, data) { prior in
            if case .mixture(let mixture) = prior { _ = try? mixture.validate() }
            if case .flow(let flow) = prior { _ = try? VelocityNetwork(flow, latentMap: nil, latentCount: 4) }
        }
        check(ImagePreparation.self, data) { _ in }
        _ = try? JSONDecoder().decode(TrainingFacts.self, from: data)
    }

    private static func check<Value: Codable & Equatable>(
        _: Value.Type, _ data: Data, _ use: (Value) -> Void
    ) {
        guard let value = try? JSONDecoder().decode(Value.self, from: data) else { return }
        guard let written = try? JSONEncoder().encode(value),
            let again = try? JSONDecoder().decode(Value.self, from: written)
        else { fatalError("a configuration that was read can't be written and read again") }
        precondition(again == value, "a configuration that was written reads the same")
        use(value)
    }
}
