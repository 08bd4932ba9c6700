import GreyImages
import Testing
import VAE

@testable import Training

@Suite("The history of a run")
struct HistoryTests {
    @Test("The history has a row per epoch with the columns of its header")
    func columns() throws {
        let run = try ToyRun(images: ToyData.spots(60))
        var settings = TrainingSettings()
        settings.length = .epochs(3)
        settings.batch = 20
        try run.start(settings)
        let text = String(decoding: try FileBytes.read(run.model + ".history.csv"), as: UTF8.self)
        let rows = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(text.hasSuffix("\n") && rows.count == 4)
        #expect(
            rows[0] == [
                "epoch", "steps", "seconds", "learning_rate", "beta", "training_negative_elbo_nats",
                "training_distortion_nats", "training_rate_nats", "validation_negative_elbo_nats",
                "validation_distortion_nats", "validation_rate_nats", "validation_importance_bound_nats",
            ])
        for (index, row) in rows.dropFirst().enumerated() {
            let record = run.epochs[index].record
            let numbers = try row.dropLast().map { try #require(Double($0)) }
            #expect(numbers.count == 11 && row[11].isEmpty)
            #expect(numbers[0] == Double(index + 1) && numbers[1] == Double(3 * (index + 1)))
            #expect(abs(numbers[5] - numbers[6] - numbers[7]) < 0.002)
            #expect(abs(numbers[8] - numbers[9] - numbers[10]) < 0.002)
            #expect(abs(numbers[5] - record.training.negativeELBO) < 0.001)
            #expect(abs(numbers[8] - record.validation!.negativeELBO) < 0.001)
        }
        // The means of an epoch are those of its last step's report.
        for (index, epoch) in run.epochs.enumerated() {
            let last = try #require(run.steps.last { $0.epoch.number == index + 1 })
            #expect(last.loss.value == epoch.record.training.negativeELBO)
        }
    }

    @Test("The history of very many epochs stays short, and keeps the best and the last")
    func thinning() {
        var history = TrainingHistory()
        let terms = EpochRecord.TermMeans(ImageTerms(distortion: 1, rate: 1))
        for epoch in 1...25_000 {
            history.add(
                EpochRecord(epoch: epoch, steps: epoch, seconds: 0, learningRate: 0, beta: 0, training: terms),
                best: min(epoch, 1234))
            if epoch == TrainingHistory.limit { #expect(history.records.map(\.epoch) == Array(1...epoch)) }
        }
        let epochs = history.records.map(\.epoch)
        #expect(epochs.count <= TrainingHistory.limit && epochs.count > TrainingHistory.limit / 3)
        #expect(epochs.contains(1234) && epochs.first == 1 && epochs.last == 25_000)
        #expect(epochs == epochs.sorted() && Set(epochs).count == epochs.count)
    }

    @Test("Sums give means over all images, however they are grouped")
    func sums() {
        var sums = TermSums()
        #expect(sums.mean == nil)
        sums.add([ImageTerms(distortion: 1, rate: 10), ImageTerms(distortion: 2, rate: 20)])
        sums.add([ImageTerms(distortion: 6, rate: 0)])
        #expect(sums.mean == ImageTerms(distortion: 3, rate: 10))
        #expect(sums.images == 3)
    }
}
