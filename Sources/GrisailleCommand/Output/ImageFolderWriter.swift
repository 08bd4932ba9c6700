import Grisaille
import Synchronization

/// Decodes latents and writes the images as numbered PNGs, on all threads at once.
struct ImageFolderWriter {
    let folder: String
    let prefix: String
    /// Also all of them in one picture.
    let sheet: String?
    let global: GlobalOptions

    /// The most images of a sheet.
    private static let sheetLimit = 1024

    func write(_ latents: Latents, model: Model, appearance: Appearance) throws {
        let inference = Inference(model, pool: global.makePool())
        let shown = sheet == nil ? 0 : min(latents.count, Self.sheetLimit)
        let kept = Mutex([GreyImage?](repeating: nil, count: shown))
        try inference.decode(latents, appearance: appearance) { index, image in
            try image.writePNG(to: path(index))
            if index < shown { kept.withLock { $0[index] = image } }
        }
        for index in 0..<latents.count { global.wrote(path(index)) }
        guard let sheet else { return }
        if shown < latents.count { global.note("the sheet shows the first \(Text.grouped(shown))") }
        try ContactSheet(images: kept.withLock { $0.compactMap(\.self) }).image.writePNG(to: sheet)
        global.wrote(sheet)
    }

    private func path(_ index: Int) -> String {
        FilePath.join(folder, "\(prefix)-\(OutputName.number(index)).png")
    }
}
