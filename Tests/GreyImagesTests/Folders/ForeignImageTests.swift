import Testing

@testable import GreyImages

/// Folders that hold images of other formats.
@Suite struct ForeignImageTests {
    private func error(of folder: TemporaryFolder) -> ImageFolderError? {
        #expect(throws: ImageFolderError.self) { try ImageDataset.read(folder.path) }
    }

    @Test func fewPNGsAmongOtherImagesAreNotWhatIsMeant() throws {
        let folder = try TemporaryFolder()
        for name in ["a/x.png", "b/y.png"] { try folder.write(.constant(1, 2, 2), to: name) }
        for name in ["a/1.jpg", "a/2.JPEG", "b/3.jpg"] { try folder.write([1], to: name) }
        guard case .foreignImages(let path, 2, 0, let images) = try #require(error(of: folder)) else {
            Issue.record("the JPEGs were passed over")
            return
        }
        #expect(path == folder.path && images.map(\.format) == [.jpeg])
        #expect(images[0].count == 3 && images[0].example == "a/1.jpg" && images[0].suffixes == ["jpg", "jpeg"])
        let options = ImageReadingOptions(ignoresOtherFormats: true)
        let (dataset, report) = try ImageDataset.read(folder.path, options: options)
        #expect(dataset.count == 2 && report.foreignImages == images)
    }

    @Test func lineEndsInPathsAreWrittenOut() {
        let images = ForeignImages(format: .jpeg, count: 1, example: "x\n.jpg", suffixes: ["jpg"])
        let error = ImageFolderError.foreignImages(path: "a\nb'c", pngCount: 0, namesakeCount: 0, [images])
        let lines = "\(error)".split(separator: "\n")
        #expect(lines.count == 3 && lines[0].contains(#"a\nb'c: holds"#) && lines[0].contains(#"x\n.jpg"#))
        #expect(lines[1].contains(#"find $'a\nb\'c' -type f"#) && lines[2].hasSuffix(#"a\nb'c"#))
    }

    @Test(arguments: ["7.png", "7_mask.png", "7 (1).png", "7-seg.png"])
    func masksAreTold(_ mask: String) throws {
        let folder = try TemporaryFolder()
        try folder.write([1], to: "images/7.jpg")
        try folder.write(.constant(1, 2, 2), to: "masks/\(mask)")
        guard case .foreignImages(_, 1, 1, _) = try #require(error(of: folder)) else {
            Issue.record("the mask was taken")
            return
        }
    }

    @Test func aFewOtherImagesArePassedOver() throws {
        let folder = try TemporaryFolder()
        for name in ["1.png", "2.png", "3.png"] { try folder.write(.constant(1, 2, 2), to: name) }
        for name in ["cover.jpg", "cover.tif", "3.gif"] { try folder.write([1], to: name) }
        let (dataset, report) = try ImageDataset.read(folder.path)
        #expect(dataset.count == 3 && report.foreignImages.map(\.count) == [1, 1, 1])
    }

    @Test(
        arguments: [
            ("a.jpg", .jpeg), ("a.TIFF", .tiff), ("a.dcm", .dicom), ("a.bmp", .bitmap), ("a.gif", .gif),
            ("a.webp", .webp),
            ("a.jp2", .jpeg2000), ("a.nii", .nifti), ("a.b.nii.gz", .nifti), ("a.npz", .numpyArchive),
            ("a.mha", .metaImage),
            ("a.nrrd", .nrrd), ("a.pgm", .portableMap), ("a.npy", .numpy),
        ] as [(String, ForeignImageFormat)])
    func namesTellFormats(_ name: String, _ format: ForeignImageFormat) throws {
        #expect(ForeignImageFormat.named(Array(name.utf8))?.format == format)
        let folder = try TemporaryFolder()
        try folder.write([1], to: "sub/\(name)")
        guard case .foreignImages(_, 0, 0, let images) = try #require(error(of: folder)) else {
            Issue.record("\(name) was passed over")
            return
        }
        #expect(images.map(\.format) == [format] && images[0].example == "sub/\(name)")
    }

    @Test(arguments: ["a.txt", "a.tar.gz", "a", "nii", "a.gz"])
    func otherNamesTellNone(_ name: String) { #expect(ForeignImageFormat.named(Array(name.utf8)) == nil) }

    /// The names of DICOM files are often numbers, or identifiers of digits and dots.
    @Test(arguments: ["IM0001", "1.2.840.113619.2.55"])
    func filesWithoutASuffixAreLookedInto(_ name: String) throws {
        let folder = try TemporaryFolder()
        try folder.write([UInt8](repeating: 0, count: 128) + Array("DICM".utf8), to: name)
        guard case .foreignImages(_, _, _, let images) = try #require(error(of: folder)) else {
            Issue.record("\(name) was passed over")
            return
        }
        #expect(images.map(\.format) == [.dicom] && images[0].suffixes == [""])
    }

    @Test func eachFormatHasALineThatConvertsIt() throws {
        let lines = ForeignImageFormat.allCases.map {
            $0.conversion(of: "my 'images'/", suffixes: Set($0.suffixes), example: "my 'images'/x")
        }
        // An array is read by naming it in place of the folder.
        #expect(Set(lines).count == lines.count - 1)
        let jpeg = ForeignImageFormat.jpeg.conversion(of: "in/", suffixes: ["jpg", "jpeg"], example: "")
        #expect(
            jpeg == #"""
                find in -type f \( -iname '*.jpeg' -o -iname '*.jpg' \) -exec sh -c 'd="$0${2#"$1"}"; d="${d%/*}"; \#
                mkdir -p "$d" && mogrify -format png -path "$d" "$2"' in-png in {} \;  # ImageMagick
                """#)
        let dicom = ForeignImageFormat.dicom.conversion(of: "my 'in'", suffixes: ["", "dcm"], example: "")
        #expect(dicom.hasPrefix(#"find 'my '\''in'\''' -type f ! -iname '*.png' -exec"#))
        #expect(dicom.contains(#"dcmj2pnm +on2 "$2" "$d/${2##*/}.png"' 'my '\''in'\''-png' 'my '\''in'\''' {} \;"#))
    }
}
