/// Converts the elements of an image array to grey values and to levels.
struct ImageArrayLevels<Element: ImageArrayElement> {
    let elements: [Element]
    let layout: ImageArrayLayout
    /// NumPy's name for the type of the elements.
    let typeName: String
    let path: String
    let options: ImageReadingOptions

    /// The levels of all images, `[count, height, width]`, the window of values that was mapped onto them, and a report.
    ///
    /// - Throws: `NumpyError` for values that aren't levels, `PNGError` for colour and transparency.
    /// - Complexity: O(elements).
    func packed() throws -> (samples: PackedSamples, window: LevelWindow?, report: LevelReport?) {
        let range = try checkedRange()
        let window = try window(of: range)
        if let window {
            let depth = options.preparation.bitDepth ?? (is16Bit ? .sixteen : .eight)
            let samples = pack(depth) { window.level(of: $0, bitDepth: depth) }
            return (samples, window, report(of: range, window, depth))
        }
        guard !Element.isFloat, range.lowerBound >= 0, range.upperBound <= 65_535 else {
            throw NumpyError.needsLevels(
                path: path, found: typeName, minimum: range.lowerBound, maximum: range.upperBound)
        }
        return (pack(depth(of: range)) { UInt16($0) }, nil, nil)
    }

    private func report(of range: ClosedRange<Double>, _ window: LevelWindow, _ depth: BitDepth) -> LevelReport {
        var report = LevelReport(bitDepth: depth)
        report.values = range
        report.pixelCount = layout.count * layout.size.pixelCount
        if window.contains(range.lowerBound), window.contains(range.upperBound) { return report }
        for image in 0..<layout.count {
            for pixel in 0..<layout.size.pixelCount where !window.contains(value(image, pixel)) {
                report.clippedCount += 1
            }
        }
        return report
    }

    /// Whether levels have 16 bits by default when a window is mapped. Floating-point types get 8.
    private var is16Bit: Bool { !Element.isFloat && MemoryLayout<Element>.size > 1 }

    /// The depth for values that are levels already. For types without a convention, the values decide.
    private func depth(of range: ClosedRange<Double>) -> BitDepth {
        if let largest = Element.largestLevel { return largest > 255 ? .sixteen : .eight }
        return range.upperBound > 255 || options.preparation.bitDepth == .sixteen ? .sixteen : .eight
    }

    private func window(of range: ClosedRange<Double>) throws(NumpyError) -> LevelWindow? {
        guard options.measuresLevels else { return options.preparation.levels }
        guard let window = LevelWindow(minimum: range.lowerBound, maximum: range.upperBound) else {
            throw .noRange(path: path)
        }
        return window
    }

    /// The minimum and maximum of all pixels, after checking that each is finite, grey and opaque.
    private func checkedRange() throws -> ClosedRange<Double> {
        var (minimum, maximum) = (Double.infinity, -Double.infinity)
        for image in 0..<layout.count {
            for pixel in 0..<layout.size.pixelCount {
                let value = try checkedValue(image, pixel)
                minimum = min(minimum, value)
                maximum = max(maximum, value)
            }
        }
        return minimum...maximum
    }

    private func checkedValue(_ image: Int, _ pixel: Int) throws -> Double {
        func element(_ channel: Int) -> Element {
            elements[layout.index(image: image, pixel: pixel, channel: channel)]
        }
        let value = value(image, pixel)
        guard value.isFinite else { throw NumpyError.notFinite(path: name(of: image)) }
        if layout.channels.isMultiple(of: 2) {
            guard let opaque = Element.largestLevel else {
                throw NumpyError.shape(
                    path: path, found: [layout.count, layout.size.height, layout.size.width, layout.channels],
                    remedy: "leave the channel of transparency out")
            }
            guard element(layout.channels - 1).value == opaque else {
                throw PNGError.transparent(path: name(of: image))
            }
        }
        if layout.channels > 2, !options.preparation.convertToGrey {
            guard element(0) == element(1), element(1) == element(2) else {
                throw PNGError.colour(path: name(of: image))
            }
        }
        return value
    }

    /// The grey value of a pixel. For colour it is the Rec. 709 luma, rounded if the elements are integers.
    private func value(_ image: Int, _ pixel: Int) -> Double {
        let first = elements[layout.index(image: image, pixel: pixel, channel: 0)].value
        guard layout.channels > 2 else { return first }
        let second = elements[layout.index(image: image, pixel: pixel, channel: 1)].value
        let third = elements[layout.index(image: image, pixel: pixel, channel: 2)].value
        if first == second && second == third { return first }
        let luma = (2126 * first + 7152 * second + 722 * third) / 10_000
        return Element.isFloat ? luma : (luma + 0.5).rounded(.down)
    }

    private func pack(_ depth: BitDepth, level: (Double) -> UInt16) -> PackedSamples {
        func levels<Sample: FixedWidthInteger>(_: Sample.Type) -> [Sample] {
            let pixelCount = layout.size.pixelCount
            return [Sample](unsafeUninitializedCapacity: layout.count * pixelCount) { samples, count in
                for image in 0..<layout.count {
                    for pixel in 0..<pixelCount {
                        samples[image * pixelCount + pixel] = Sample(level(value(image, pixel)))
                    }
                }
                count = layout.count * pixelCount
            }
        }
        switch depth {
        case .eight: return .eight(levels(UInt8.self))
        case .sixteen: return .sixteen(levels(UInt16.self))
        }
    }

    private func name(of image: Int) -> String { "\(path)[\(image)]" }
}
