import GreyImages
import Kernels
import Layers
import Platform
import VAE

/// The gradients of a batch that train a decoder and a discriminator against each other.
///
/// Both gradients are computed at the same parameters. The encoder stays unchanged: latents are drawn from posteriors
/// that were computed once.
///
/// Where the batches have crops, the decoder makes each crop from the part of the image's latent map that belongs to it.
///
/// The decoder's objective is the distortion in nats, the weighted distance between the spectra of its images and those of
/// the real ones, and a weighted adversarial part: the negated scores of its images, and the distance between their
/// features and those of the real images. The discriminator's objective is the hinge loss.
///
/// Source: Larsen et al., 2016, arXiv:1512.09300; Esser et al., 2021, arXiv:2012.09841; Lim & Ye, 2017,
/// arXiv:1705.02894 (hinge).
final class AdversarialGradient: @unchecked Sendable {
    let networks: AdversarialNetworks
    private let likelihood: any MeanFirstLikelihood
    private let batches: ImageBatches
    private let posteriors: PosteriorStore
    private let pool: WorkerPool
    private let cut: LaneCut
    private let weights: NetworkWeights
    private let discriminatorWeights: StackSetWeights
    private let decoderGradients: LaneGradients
    private let discriminatorGradients: LaneGradients
    private let reconstructionBalance: LaneGradients
    private let adversarialBalance: LaneGradients
    private let record: BatchRecord
    private let discriminatorRecord: StackSetRecord
    private let workspaces: [Workspace]
    private let spectrum: SpectrumDistance
    private let terms: SharedArray<AdversarialTerms>
    /// The current batch: set before the threads begin, and unchanged while they work.
    private var batch: [Int] = []
    private var step = 0
    private var factor = 0.0

    /// The memory of one worker.
    private struct Workspace {
        let network: LaneWorkspace
        let real: Discriminator.Workspace
        let generated: Discriminator.Workspace
        let means: Buffer  // [capacity, pixels]
        let meansGradient: Buffer  // [capacity, pixels]
        let scratch: Buffer  // [capacity, pixels, outputs]
        let cropDraws: Buffer  // [2]
        let spectrum: SpectrumDistance.Workspace
        let spectrumGradient: Buffer  // [capacity, pixels]
    }

    /// The weight of the distance between spectra, in nats per pixel. More brings images of radiographs nearer to the
    /// power of real ones (0.6: 0.67 of it above a quarter of the sampling frequency, instead of 0.62, and 0.39 without),
    /// but further from their features.
    static let spectrumWeight: Float = 0.25

    private var network: VariationalAutoencoder { networks.autoencoder }
    private var discriminator: Discriminator { networks.discriminator }

    /// - Parameters:
    ///   - networks: Both networks. Their parameters are read at every `compute`.
    ///   - batches: The batches of the images.
    ///   - posteriors: The posteriors of the images, in the same order.
    ///   - pool: The threads that do the work.
    init(
        _ networks: AdversarialNetworks, batches: ImageBatches, posteriors: PosteriorStore, pool: WorkerPool
    ) {
        let (network, discriminator) = (networks.autoencoder, networks.discriminator)
        guard let likelihood = network.meanFirstLikelihood, !network.outputSlots.isEmpty else {
            preconditionFailure("a convolutional decoder of means")
        }
        self.networks = networks
        self.likelihood = likelihood
        self.batches = batches
        self.posteriors = posteriors
        self.pool = pool
        let cut = LaneCut(imagesPerLane: network.imagesPerLane, batch: batches.size)
        self.cut = cut
        weights = NetworkWeights(network, parameters: networks.parameters, backward: true)
        discriminatorWeights = StackSetWeights(
            discriminator.stacks, parameters: networks.discriminatorParameters, backward: true)
        let decoderSlots = network.flat.decoder.stack.laneSlots
        decoderGradients = LaneGradients(network.layout, slots: decoderSlots, cut: cut, pool: pool)
        discriminatorGradients = LaneGradients(
            discriminator.layout, slots: discriminator.stacks.laneSlots, cut: cut, pool: pool)
        reconstructionBalance = LaneGradients(network.layout, slots: network.outputSlots, cut: cut, pool: pool)
        adversarialBalance = LaneGradients(network.layout, slots: network.outputSlots, cut: cut, pool: pool)
        record = BatchRecord(network, cut: cut, trainsPrior: false)
        // Each lane runs two backward passes through the discriminator: one for the real images and one for the
        // decoder's.
        discriminatorRecord = StackSetRecord(discriminator.stacks, cut: cut, passes: 2)
        let size = network.configuration.imageSize
        let spectrum = SpectrumDistance(width: size.width, height: size.height)
        self.spectrum = spectrum
        workspaces = (0..<pool.threadCount).map { _ in
            let pixels = cut.size * network.pixelCount
            return Workspace(
                network: LaneWorkspace(network, capacity: cut.size, backward: true),
                real: Discriminator.Workspace(discriminator, capacity: cut.size),
                generated: Discriminator.Workspace(discriminator, capacity: cut.size), means: Buffer(count: pixels),
                meansGradient: Buffer(count: pixels), scratch: Buffer(count: 2 * pixels),
                cropDraws: Buffer(count: 2), spectrum: SpectrumDistance.Workspace(spectrum),
                spectrumGradient: Buffer(count: pixels))
        }
        terms = SharedArray(repeating: AdversarialTerms(), count: cut.count)
    }

    var gradients: Arena { decoderGradients.total }
    var discriminatorGradient: Arena { discriminatorGradients.total }

    /// Computes both gradients.
    ///
    /// - Parameters:
    ///   - batch: The indices of the images.
    ///   - step: The number of the step. It determines the noise.
    ///   - factor: The weight of the adversarial part of the decoder's objective.
    func compute(_ batch: [Int], step: Int, factor: Double) -> AdversarialReport {
        (self.batch, self.step, self.factor) = (batch, step, factor)
        weights.pack(pool: pool)
        discriminatorWeights.pack(pool: pool)
        let laneCount = cut.laneCount(batch: batch.count)
        pool.run(laneCount) { lane, worker in computeLane(lane, workspaces[worker]) }
        pool.run(record.partCount) { part, worker in
            record.finish(part: part, images: batch.count, workspace: workspaces[worker].network, into: gradients)
        }
        pool.run(discriminatorRecord.partCount) { part, worker in
            discriminatorRecord.finish(
                part: part, images: batch.count, workspace: workspaces[worker].real.stacks, into: discriminatorGradient)
        }
        var sum = AdversarialTerms()
        for lane in 0..<laneCount { sum.add(terms[lane]) }
        // A crop's distortion is scaled to that of its image.
        sum.distortion *= batches.crops?.scale ?? 1
        return AdversarialReport(
            terms: sum.divided(by: Double(batch.count)), norm: decoderGradients.addUp(batch: batch.count),
            discriminatorNorm: discriminatorGradients.addUp(batch: batch.count),
            reconstructionNorm: reconstructionBalance.addUp(batch: batch.count),
            adversarialNorm: adversarialBalance.addUp(batch: batch.count))
    }

    private func computeLane(_ lane: Int, _ workspace: Workspace) {
        let places = cut.places(of: lane, batch: batch.count)
        let count = places.count
        let pixels = count * network.pixelCount
        for (row, place) in places.enumerated() { load(place, row, workspace) }
        let pass = network.pass(images: count, weights: weights, workspace: workspace.network)
        let outputs = network.decode(images: count, weights: weights, workspace: workspace.network)
        let real = network.targets(images: count, workspace: workspace.network)
        let means = workspace.means.prefix(pixels)
        likelihood.means(outputs: outputs, into: means)
        var terms = AdversarialTerms()

        // The discriminator's loss pushes scores above 1 for real images and below -1 for generated ones.
        let discriminatorLane = discriminatorGradients.cleared(lane: lane)
        func gradients(_ pass: Int) -> StackSetGradients {
            StackSetGradients(
                lane: discriminatorLane, rows: discriminatorRecord.rows(ofLane: lane, images: batch.count, pass: pass))
        }
        let realPass = Discriminator.Pass(
            discriminator, images: count, weights: discriminatorWeights, workspace: workspace.real)
        discriminator.forward(real, realPass)
        terms.hinge += hinge(realPass, sign: -1)
        discriminator.backward(real, realPass, gradients: gradients(0), addsFeatures: false, into: nil)
        let generatedPass = Discriminator.Pass(
            discriminator, images: count, weights: discriminatorWeights, workspace: workspace.generated)
        discriminator.forward(means, generatedPass)
        terms.hinge += hinge(generatedPass, sign: 1)
        discriminator.backward(means, generatedPass, gradients: gradients(1), addsFeatures: false, into: nil)

        // The decoder's loss pushes its scores up, and its features towards those of the real images.
        for scale in discriminator.scales {
            let (scores, patches) = (discriminator.scores(scale, generatedPass), discriminator.patchCount(scale))
            terms.score += scores.values.reduce(0) { $0 + Double($1) } / Double(patches)
            workspace.generated.gradients[scale.upperBound - 1].prefix(scores.count)
                .fill(-1 / Float(patches * batch.count))
        }
        for part in discriminator.scales.flatMap({ $0.dropLast() }) {
            let features = discriminator.features(part, generatedPass)
            let share = 1 / Double(discriminator.stacks[discriminator.parts[part]].outputCount)
            terms.featureDistance +=
                share
                * KernelSet.current.absoluteDifference(
                    features, minus: discriminator.features(part, realPass),
                    factor: Float(share / Double(batch.count)),
                    into: workspace.generated.gradients[part].prefix(features.count))
        }
        let meansGradient = workspace.meansGradient.prefix(pixels)
        discriminator.backward(means, generatedPass, gradients: nil, addsFeatures: true, into: meansGradient)

        let spectrumGradient = workspace.spectrumGradient.prefix(pixels)
        for row in 0..<count {
            let image = row..<row + 1
            terms.spectrumDistance += spectrum.distance(
                from: means[image, each: network.pixelCount], to: real[image, each: network.pixelCount],
                workspace: workspace.spectrum, gradient: spectrumGradient[image, each: network.pixelCount])
        }

        let (distortion, outputGradient) = network.distortion(
            of: outputs, images: count, workspace: workspace.network, weight: 1 / Float(batch.count))
        terms.distortion += distortion
        balance(lane, pass, outputGradient, meansGradient, workspace)
        let spectrumWeight = Self.spectrumWeight * Float(network.pixelCount) / Float(batch.count)
        for (gradient, factor) in [(meansGradient, Float(factor)), (spectrumGradient, spectrumWeight)] {
            likelihood.addMeansGradient(
                gradient, factor: factor, outputsPerPixel: likelihood.outputsPerPixel, to: outputGradient)
        }
        network.decodeBackward(
            outputGradient, pass,
            gradients: record.gradients(
                lane: lane, images: batch.count, arena: decoderGradients.cleared(lane: lane)))
        self.terms[lane] = terms
    }

    /// Computes the gradients of both parts of the objective at the decoder's last layer, whose lengths are then
    /// compared.
    private func balance(
        _ lane: Int, _ pass: NetworkPass, _ outputGradient: Buffer, _ meansGradient: Buffer, _ workspace: Workspace
    ) {
        let reconstruction = workspace.means.prefix(meansGradient.count)
        likelihood.meansGradient(ofOutputs: outputGradient, into: reconstruction)
        for (gradient, lanes) in [
            (reconstruction, reconstructionBalance), (meansGradient, adversarialBalance),
        ] {
            network.addOutputGradient(
                ofMeans: gradient, pass, scratch: workspace.scratch, to: lanes.cleared(lane: lane))
        }
    }

    /// The hinge loss: Σ over the images and scales of the mean over the patches of max(0, 1 + sign · score). Stores its
    /// gradient in the pass's workspace.
    private func hinge(_ pass: Discriminator.Pass, sign: Float) -> Double {
        discriminator.scales.reduce(0) { total, scale in
            let (scores, share) = (discriminator.scores(scale, pass), 1 / Float(discriminator.patchCount(scale)))
            let gradient = pass.workspace.gradients[scale.upperBound - 1]
            var sum = 0.0
            for index in 0..<scores.count {
                let loss = 1 + sign * scores[index]
                sum += Double(max(0, loss))
                gradient[index] = loss > 0 ? sign * share / Float(batch.count) : 0
            }
            return total + sum * Double(share)
        }
    }

    private func load(_ place: Int, _ row: Int, _ workspace: Workspace) {
        let (image, seed) = (batch[place], batches.seed)
        let region = batches.crops.map {
            $0.region(
                from: RandomStream(seed: seed, purpose: .sharpeningCrop, step: step, item: place),
                draws: workspace.cropDraws, staysOnGrid: true)
        }
        workspace.network.load(
            image, of: batches.images, in: region, at: row, binarization: .none,
            from: RandomStream(seed: seed, purpose: .trainingPixels, step: step, item: image))
        let range = row..<row + 1
        let dimension = network.configuration.latentCount
        let (noise, latent) = (
            workspace.network.noise[range, each: dimension], workspace.network.latents[range, each: dimension]
        )
        let stream = RandomStream(seed: seed, purpose: .sharpeningNoise, step: step, item: place)
        if let region, let crops = batches.crops, let map = networks.wholeMap {
            posteriors.draw(
                image, in: LatentCrop(map, of: region, grid: crops.grid), from: stream, noise: noise, into: latent)
        } else {
            posteriors.draw(image, from: stream, noise: noise, into: latent)
        }
    }
}
