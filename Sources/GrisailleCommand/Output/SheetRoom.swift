import Grisaille

/// The number of images that one picture can show.
enum SheetRoom {
    /// The maximum number of images: few enough to look at, and for memory and image viewers.
    static func capacity(for size: ImageSize) -> Int { min(1024, max(1, 100_000_000 / size.pixelCount)) }

    /// The number of `count` images that a sheet shows; a note says if it isn't all.
    ///
    /// - Parameter tilesPerImage: The tiles per image: 2 if each stands beside another.
    static func shown(of count: Int, size: ImageSize, tilesPerImage: Int = 1, global: GlobalOptions) -> Int {
        let shown = min(count, max(1, capacity(for: size) / tilesPerImage))
        if shown < count { global.note("the sheet shows the first \(Text.grouped(shown))") }
        return shown
    }
}
