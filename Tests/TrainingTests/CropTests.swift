import GreyImages
import Kernels
import Layers
import Platform
import Testing
import VAE
@testable import Training

@Suite("Training on crops")
struct CropTests {
    /// A network of factor 2 for images of 16×16 pixels, and crops of half their sides.
    static let configuration = StagedRun.residual.resized(to: ImageSize(width: 16, height: 16))

    private static func plan(_ width: Int, _ height: Int, side: Int) -> CropPlan? {
        CropPlan(StagedRun.residual.resized(to: ImageSize(width: width, height: height)), side: side)
    }

    @Test(
        "Crops lie within the image and on the grid or at its far sides, and every place comes up",
        arguments: [(13, 9, 6), (16, 16, 8), (30, 8, 8), (9, 5, 4)])
    func places(width: Int, height: Int, side: Int) throws {
        let plan = try #require(Self.plan(width, height, side: side))
        let draws = Buffer(count: 2)
        var found: Set<PixelRegion> = []
        for item in 0..<600 {
            let stream = RandomStream(seed: 1, purpose: .tests, item: item)
            let region = plan.region(from: stream, draws: draws)
            #expect(region.fits(plan.image) && region.size == plan.size)
            #expect(region == plan.region(from: stream, draws: draws))
            let onGrid = plan.region(from: stream, draws: draws, staysOnGrid: true)
            #expect(onGrid.fits(plan.image) && onGrid.row % plan.grid == 0 && onGrid.column % plan.grid == 0)
            found.insert(region)
        }
        func corners(_ whole: Int, _ part: Int) -> Set<Int> {
            Set(stride(from: 0, through: whole - part, by: plan.grid)).union([whole - part])
        }
        #expect(Set(found.map(\.row)) == corners(height, plan.size.height))
        #expect(Set(found.map(\.column)) == corners(width, plan.size.width))
    }

    @Test("Borders are covered about as often as the middle")
    func coverage() throws {
        let plan = try #require(Self.plan(40, 40, side: 8))
        let draws = Buffer(count: 2)
        var counts = [Int](repeating: 0, count: 40)
        for item in 0..<4000 {
            let region = plan.region(from: RandomStream(seed: 2, purpose: .tests, item: item), draws: draws)
            for column in region.column..<region.column + region.size.width { counts[column] += 1 }
        }
        #expect(Double(counts.min()!) > 0.5 * Double(counts.max()!), "\(counts)")
    }

    @Test("Images that are no larger than a crop are taken whole, and so are those of other networks")
    func wholeImages() {
        #expect(Self.plan(16, 16, side: 16) == nil && Self.plan(16, 16, side: 40) == nil)
        #expect(CropPlan(Self.configuration, side: nil) == nil)
        #expect(CropPlan(StagedRun.conv, side: 4) == nil)
        // A crop's sides are multiples of the grid, unless the image ends before.
        #expect(Self.plan(16, 5, side: 7)?.size == ImageSize(width: 6, height: 5))
        #expect(Self.plan(16, 16, side: 1)?.size == ImageSize(width: 2, height: 2))
    }

    @Test("The gradient is that of the crops, and the terms are those of whole images", arguments: [0, 30.0])
    func gradient(freeNats: Double) throws {
        let crops = try #require(CropPlan(Self.configuration, side: 8))
        #expect(crops.scale == 4)
        let whole = try VariationalAutoencoder(Self.configuration)
        let network = try whole.forCrops(crops)
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 2)
        let images = ImageDataset(images: ToyData.spots(6, for: Self.configuration))
        let gradient = BatchGradient(
            network, parameters: parameters,
            batches: ImageBatches(images: images, size: 5, seed: 4, crops: crops), pool: WorkerPool(threads: 2))
        var objective = TrainingObjective()
        objective.freeNats = freeNats
        let batch = [3, 0, 5, 1, 4]
        _ = gradient.compute(batch[...], step: 1, objective: objective)
        let gradients = gradient.gradients.copy()
        expectSlopes(gradients, of: parameters, network.layout, prefix: "") {
            _ = gradient.compute(batch[...], step: 1, objective: objective)
            // The mean over the images, in nats of a crop.
            return (0..<batch.count).reduce(0) { sum, place in
                let terms = gradient.terms[place]
                return sum + (terms.distortion + max(terms.rate, freeNats)) / crops.scale / Double(batch.count)
            }
        }
    }

    /// The images repeat one tile, so that each crop on the grid is the tile itself.
    @Test("The terms of crops stand for those of whole images")
    func terms() throws {
        let size = ImageSize(width: 32, height: 32)
        let tile: [UInt16] = [10, 200, 90, 140]
        let image = GreyImage(
            size: size, bitDepth: .eight,
            samples: (0..<size.pixelCount).map { tile[$0 / size.width % 2 * 2 + $0 % 2] })
        let configuration = StagedRun.residual.resized(to: size)
        let crops = try #require(CropPlan(configuration, side: 16))
        let network = try VariationalAutoencoder(configuration)
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 2)
        func objective(_ crops: CropPlan?) throws -> Double {
            let gradient = BatchGradient(
                try network.forCrops(crops), parameters: parameters,
                batches: ImageBatches(
                    images: ImageDataset(images: [image, image]), size: 2, seed: 4, crops: crops),
                pool: WorkerPool(threads: 1))
            _ = gradient.compute([0, 1], step: 1, objective: TrainingObjective())
            return (0..<2).reduce(0) { $0 + gradient.terms[$1].distortion + gradient.terms[$1].rate }
        }
        let (whole, cropped) = (try objective(nil), try objective(crops))
        #expect(abs(whole - cropped) < 0.05 * whole, "\(whole) \(cropped)")
    }

    @Test("A run on crops gives the same bytes with any number of threads, and when it is stopped and resumed")
    func runs() throws {
        let configuration = StagedRun.residual.resized(to: ImageSize(width: 32, height: 32))
        func run(_ threads: Int, stoppingAfter limit: Int = .max) throws -> ToyRun {
            let images = ImageDataset(
                images: ToyData.spots(40, for: configuration), classNames: ["dark", "light"],
                labels: (0..<40).map { $0 % 2 })
            let run = try ToyRun(images: images)
            var settings = StagedRun.short
            settings.crop = 16
            settings.flow?.network.patch = 2
            let outcome = try run.start(configuration, settings, threads: threads, stoppingAfter: limit)
            #expect((outcome.ending == .interrupted) == (limit < .max))
            return run
        }
        let bytes = try run(2).modelBytes
        #expect(try run(1).modelBytes == bytes)
        for stop in [3, 8, 13] {
            let stopped = try run(3, stoppingAfter: stop)
            #expect(try stopped.resume().ending == .complete)
            #expect(try stopped.modelBytes == bytes, "stopped after \(stop) steps")
        }
    }
}
