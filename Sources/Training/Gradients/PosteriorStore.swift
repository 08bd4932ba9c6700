import GreyImages
import Kernels
import VAE

/// The posteriors of a data set's images, from which latents are drawn repeatedly.
struct PosteriorStore: Sendable {
    let dimension: Int
    let count: Int
    private let means: Buffer  // [images, dimension]
    private let deviations: Buffer  // [images, dimension]
    private let classes: [Int]?
    private let variations: [ImageVariation]
    private let conditions: Buffer?  // [images, conditions]
    private let conditionCount: Int

    /// - Parameters:
    ///   - posteriors: The posteriors to choose from.
    ///   - images: The indices of those to keep. Their order numbers the store's posteriors.
    ///   - classes: The class of every posterior; nil if there are no classes.
    ///   - variations: How the image of every posterior was changed; empty if none was.
    ///   - conditions: The codes of the conditions of every posterior; nil if there are none.
    init(
        _ posteriors: Posteriors, images: [Int], classes: [Int]?, variations: [ImageVariation] = [],
        conditions: ConditionCodes? = nil
    ) {
        dimension = posteriors.means.dimension
        count = images.count
        means = Buffer(images.flatMap { posteriors.means[$0] })
        deviations = Buffer(images.flatMap { posteriors.logVariances[$0] })
        KernelSet.current.deviations(ofLogVariances: deviations)
        self.classes = classes.map { all in images.map { all[$0] } }
        self.conditions = conditions.map { Buffer($0.rows(images)) }
        conditionCount = conditions?.conditionCount ?? 0
        self.variations = variations.isEmpty ? [] : images.map { variations[$0] }
    }

    func variation(of image: Int) -> ImageVariation { variations.isEmpty ? .none : variations[image] }

    /// The codes of an image's conditions, `[conditions]`; nil if the store has none.
    func conditions(of image: Int) -> Buffer? { conditions?[row: image, of: conditionCount] }

    func classIndex(of image: Int) -> Int? { classes?[image] }

    /// Draws from an image's posterior.
    ///
    /// - Parameters:
    ///   - noise: The destination of the draw's standard normal noise, `[dimension]`.
    ///   - latent: The destination of the draw, `[dimension]`.
    func draw(_ image: Int, from stream: RandomStream, noise: Buffer, into latent: Buffer) {
        stream.fillNormal(noise)
        let range = image..<image + 1
        KernelSet.current.multiplyAdd(
            noise, deviations[range, each: dimension], means[range, each: dimension], into: latent)
    }

    /// Draws a part of a latent map from an image's posterior.
    ///
    /// - Parameters:
    ///   - noise: The destination of the draw's standard normal noise, `[crop.count]`.
    ///   - latent: The destination of the draw, `[crop.count]`.
    func draw(_ image: Int, in crop: LatentCrop, from stream: RandomStream, noise: Buffer, into latent: Buffer) {
        precondition(crop.map.count == dimension, "a part of the posterior's map")
        stream.fillNormal(noise)
        let count = crop.rowCount
        for row in 0..<crop.rows.count {
            let part = row * count..<(row + 1) * count
            let start = image * dimension + crop.start(ofRow: row)
            let whole = start..<start + count
            KernelSet.current.multiplyAdd(noise[part], deviations[whole], means[whole], into: latent[part])
        }
    }
}
