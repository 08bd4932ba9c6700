import Grisaille
import Platform
import Synchronization

/// Writes images as numbered PNGs to a folder, on all threads.
struct ImageFolderWriter {
    let folder: String
    let prefix: String
    /// The path of a picture of all images; nil for none.
    let sheet: String?
    /// The sub-folder of each image, if any, and its number there; nil for images that are numbered in the folder.
    var places: [(folder: String?, number: Int)]?
    /// The number of kinds of images that take turns; each has a row of the sheet, unless that would be too long.
    var kinds = 1
    let global: GlobalOptions

    /// The maximum number of images in one row of a kind.
    private static let longestRow = 32

    /// Decodes latents and writes the images.
    ///
    /// - Parameter compared: The latents of images that the sheet shows above those that are written; nil for none.
    func write(
        _ latents: Latents, comparedWith compared: Latents? = nil, inference: Inference, appearance: Appearance
    ) throws {
        StopSignal.install()
        let (size, window) = (inference.network.configuration.imageSize, inference.network.configuration.shownLevels)
        let compared = sheet == nil ? nil : compared
        let shown =
            sheet == nil
            ? 0 : SheetRoom.shown(of: latents.count, size: size, tilesPerImage: compared == nil ? 1 : 2, global: global)
        let kept = Mutex([GreyImage?](repeating: nil, count: shown))
        try inference.decode(latents, appearance: appearance) { index, image in
            try StopSignal.check()
            try image.writePNG(to: path(index))
            if index < shown { kept.withLock { $0[index] = image.shown(through: window) } }
        }
        if let sheet {
            let images = kept.withLock { $0.compactMap(\.self) }
            if let compared {
                let others = try inference.decode(compared.rows(0..<min(shown, compared.count)), appearance: appearance)
                try ContactSheet(above: others.map { $0.shown(through: window) }, below: images).image.writePNG(
                    to: sheet)
                global.note("the sheet shows plain samples above, those chosen below")
            } else {
                try contactSheet(images).image.writePNG(to: sheet)
            }
        }
        global.wrote(paths(latents.count), in: folder)
        if let sheet { global.wrote(sheet) }
    }

    private func contactSheet(_ images: [GreyImage]) -> ContactSheet {
        let rowLength = (images.count + kinds - 1) / kinds
        guard kinds > 1, images.count % kinds == 0, rowLength <= Self.longestRow else {
            return ContactSheet(images: images)
        }
        let byKind = (0..<images.count).map { images[$0 / rowLength + $0 % rowLength * kinds] }
        return ContactSheet(images: byKind, columns: rowLength)
    }

    /// Writes images.
    func write(_ images: [GreyImage], pool: WorkerPool) throws {
        StopSignal.install()
        _ = try pool.map(images.count) { index in
            try StopSignal.check()
            try images[index].writePNG(to: path(index))
        }
        global.wrote(paths(images.count), in: folder)
    }

    /// The image's path within the folder.
    func name(of index: Int) -> String {
        let (subfolder, number) = places?[index] ?? (nil, index)
        let name = "\(prefix)-\(OutputName.number(number)).png"
        return subfolder.map { FilePath.join($0, name) } ?? name
    }

    /// The paths of that many images.
    func paths(_ count: Int) -> [String] { (0..<count).map(path) }

    private func path(_ index: Int) -> String { FilePath.join(folder, name(of: index)) }
}
