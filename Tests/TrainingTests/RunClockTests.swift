import Testing

@testable import Training

@Suite("The time of a run")
struct RunClockTests {
    private let stages: [TrainingStage] = [.autoencoder, .decoder, .prior]

    private func settings(_ length: TrainingLength) -> TrainingSettings {
        var settings = TrainingSettings()
        settings.length = length
        settings.sharpening = SharpeningSettings()
        settings.sharpening?.share = 0.25
        settings.flow = FlowSettings()
        settings.flow?.share = 0.5
        return settings
    }

    @Test("The time to read the images is taken from all stages, and the time after the last step from the last stage")
    func allIn() throws {
        let clock = RunClock(
            settings(.minutes(2)), stages: stages, used: 0, begin: .now - .seconds(20), completionSeconds: 10)
        #expect(try abs(#require(clock.seconds(for: .autoencoder, of: stages)) - 25) < 1)
        #expect(try abs(#require(clock.seconds(for: .prior, of: [.prior])) - 90) < 1)
        #expect(try abs(#require(clock.secondsLeft(stageSeconds: 5, isLast: false)) - 100) < 1)
        let late = RunClock(
            settings(.minutes(2)), stages: stages, used: 0, begin: .now - .seconds(80), completionSeconds: 10)
        #expect(try abs(#require(late.seconds(for: .prior, of: [.prior])) - 30) < 1)
    }

    @Test("A resumed stage has the time it had left, and every stage keeps at least half of its time")
    func resumed() throws {
        let clock = RunClock(
            settings(.minutes(2)), stages: [.decoder, .prior], used: 20, begin: .now, completionSeconds: 0)
        #expect(try abs(#require(clock.seconds(for: .decoder, of: [.decoder, .prior])) - 10) < 1)
        let late = RunClock(
            settings(.minutes(2)), stages: stages, used: 0, begin: .now - .seconds(1000), completionSeconds: 10)
        #expect(try abs(#require(late.seconds(for: .autoencoder, of: stages)) - 15) < 1)
    }

    @Test("The time left of a run by epochs is known in its last stage")
    func epochs() {
        let clock = RunClock(settings(.epochs(3)), stages: stages, used: 0, begin: .now, completionSeconds: 4)
        #expect(clock.seconds(for: .autoencoder, of: stages) == nil)
        #expect(clock.secondsLeft(stageSeconds: 5, isLast: false) == nil)
        #expect(clock.secondsLeft(stageSeconds: 5, isLast: true) == 9)
    }
}
