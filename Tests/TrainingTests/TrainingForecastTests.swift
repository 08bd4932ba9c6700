import Testing
@testable import Training

@Suite("The passes that a run by minutes will take")
struct TrainingForecastTests {
    private static func forecast(
        minutes: Double, images: Int = 720, startsFromModel: Bool = false, speeds: [TrainingStage: Double]
    ) throws -> TrainingForecast? {
        var settings = TrainingSettings()
        settings.length = .minutes(minutes)
        settings.flow = FlowSettings()
        settings.flow?.share = 0.5
        return TrainingForecast(settings, images: images, startsFromModel: startsFromModel, speeds: speeds)
    }

    @Test("Passes are the speed times the stage's share of the minutes")
    func passes() throws {
        let long = try #require(try Self.forecast(minutes: 20, speeds: [.autoencoder: 60, .prior: 600]))
        // 20 minutes, half of which each stage has, less a tenth for other work.
        #expect(abs(try #require(long.passes(of: .autoencoder)) - 60 * 540 / 720) < 1e-9)
        #expect(abs(try #require(long.passes(of: .prior)) - 600 * 540 / 720) < 1e-9)
        #expect(long.passes(of: .decoder) == nil && long.advisedMinutes == nil)
        #expect(try Self.forecast(minutes: 20, speeds: [:])?.passes(of: .autoencoder) == nil)
        #expect(try Self.forecast(minutes: 20, speeds: [.prior: .nan])?.advisedMinutes == nil)
    }

    @Test("Too few minutes are told, with a number that is enough")
    func advice() throws {
        let speeds: [TrainingStage: Double] = [.autoencoder: 60, .prior: 200]
        let short = try #require(try Self.forecast(minutes: 2, speeds: speeds))
        let advised = try #require(short.advisedMinutes)
        #expect(try Self.forecast(minutes: advised, speeds: speeds)?.advisedMinutes == nil)
        #expect(advised > 10 && advised <= 20)
        // Trained weights need fewer images, and other sizes of data sets the same number.
        let slow: [TrainingStage: Double] = [.autoencoder: 1, .prior: 2000]
        #expect(try Self.forecast(minutes: 20, speeds: slow)?.advisedMinutes != nil)
        #expect(try Self.forecast(minutes: 20, startsFromModel: true, speeds: slow)?.advisedMinutes == nil)
    }

    @Test("A prior of few images needs no more passes than it can learn from")
    func fewImages() throws {
        let speeds: [TrainingStage: Double] = [.autoencoder: 60, .prior: 200]
        func advised(_ images: Int) throws -> Double? {
            try Self.forecast(minutes: 1, images: images, startsFromModel: true, speeds: speeds)?.advisedMinutes
        }
        #expect(try advised(1) == nil && advised(100) != nil)
        #expect(try #require(try advised(100)) < #require(try advised(720)))
    }

    @Test("A run by epochs has no forecast")
    func epochs() {
        #expect(TrainingForecast(TrainingSettings(), images: 10, startsFromModel: false, speeds: [:]) == nil)
    }
}
