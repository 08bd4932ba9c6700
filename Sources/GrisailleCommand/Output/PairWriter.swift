import Grisaille
import Synchronization

/// Decodes a latent for each of some images, writes the results under the images' names, and shows pairs of both in one
/// picture.
struct PairWriter {
    let images: ImageDataset
    /// The output path of every image.
    let paths: [String]

    init(_ images: ImageDataset, folder: String) {
        self.images = images
        paths = images.names.map { FilePath.join(folder, OutputName.png(for: $0)) }
    }

    /// Writes all images, and optionally a sheet of up to `pairs` pairs, spread evenly over them.
    ///
    /// - Parameter observe: Told every image and its index, from several threads and in no order.
    func write(
        _ latents: Latents, inference: Inference, pairs: Int, sheet: String?,
        observe: @Sendable (Int, GreyImage) -> Void = { _, _ in }
    ) throws {
        let shown = sheet == nil ? [] : shownPairs(pairs)
        let places = Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($1, $0) })
        let kept = Mutex([GreyImage?](repeating: nil, count: shown.count))
        StopSignal.install()
        try inference.decode(latents) { index, image in
            try StopSignal.check()
            try image.writePNG(to: paths[index])
            observe(index, image)
            if let place = places[index] { kept.withLock { $0[place] = image } }
        }
        guard let sheet else { return }
        let window = inference.network.configuration.shownLevels
        let shownImages = zip(shown, kept.withLock { $0.compactMap(\.self) }).map { index, image in
            (original: images.image(at: index).shown(through: window), reconstruction: image.shown(through: window))
        }
        try ContactSheet(pairs: shownImages).image.writePNG(to: sheet)
    }

    /// The indices of the shown images, spread evenly over all.
    private func shownPairs(_ pairs: Int) -> [Int] {
        let shown = min(pairs, images.count, max(1, SheetRoom.capacity(for: images.size) / 2))
        return (0..<shown).map { $0 * images.count / shown }
    }
}
