import Grisaille

/// How many images one picture can show.
enum SheetRoom {
    /// Few enough to be looked at, and for the picture to fit in memory and in what viewers open.
    static func capacity(for size: ImageSize) -> Int { min(1024, max(1, 100_000_000 / size.pixelCount)) }

    /// How many of `count` images a sheet shows, which is said where it isn't all.
    ///
    /// - tilesPerImage: as where each stands beside another that it is compared with.
    static func shown(of count: Int, size: ImageSize, tilesPerImage: Int = 1, global: GlobalOptions) -> Int {
        let shown = min(count, max(1, capacity(for: size) / tilesPerImage))
        if shown < count { global.note("the sheet shows the first \(Text.grouped(shown))") }
        return shown
    }
}
