/// An image format that isn't read as part of a folder. It is recognised by the name of a file or by its first bytes.
package enum ForeignImageFormat: Sendable, Hashable, CaseIterable {
    case jpeg, tiff, dicom, bitmap, gif, webp, jpeg2000, portableMap, nifti, metaImage, nrrd, numpy,
        numpyArchive
    /// A PNG whose name doesn't end in `.png`.
    case unnamedPNG

    /// The usual name of the format.
    package var name: String {
        switch self {
        case .jpeg: "JPEG"
        case .tiff: "TIFF"
        case .dicom: "DICOM"
        case .bitmap: "BMP"
        case .gif: "GIF"
        case .webp: "WebP"
        case .jpeg2000: "JPEG 2000"
        case .portableMap: "PGM"
        case .nifti: "NIfTI"
        case .metaImage: "MetaImage"
        case .nrrd: "NRRD"
        case .numpy: ".npy"
        case .numpyArchive: ".npz"
        case .unnamedPNG: "PNG without a suffix"
        }
    }

    /// The usual extensions, in lower case.
    var suffixes: [String] {
        switch self {
        case .jpeg: ["jpg", "jpeg", "jpe", "jfif"]
        case .tiff: ["tif", "tiff"]
        case .dicom: ["dcm", "dicom", "ima"]
        case .bitmap: ["bmp", "dib"]
        case .gif: ["gif"]
        case .webp: ["webp"]
        case .jpeg2000: ["jp2", "j2k", "jpx", "jpf"]
        case .portableMap: ["pgm", "pnm", "ppm", "pbm"]
        case .nifti: ["nii", "nii.gz"]
        case .metaImage: ["mha", "mhd"]
        case .nrrd: ["nrrd", "nhdr"]
        case .numpy: ["npy"]
        case .numpyArchive: ["npz"]
        case .unnamedPNG: []
        }
    }

    /// The number of bytes that reveal the format. DICOM has its mark after a preamble of 128 bytes.
    static let frontSize = 132

    /// Recognises a format by the first bytes of a file.
    init?(front: ArraySlice<UInt8>) {
        func has(_ marks: [UInt8], at offset: Int = 0) -> Bool {
            front.dropFirst(offset).starts(with: marks)
        }
        if has(Array("DICM".utf8), at: 128) {
            self = .dicom
        } else if has([0x89] + Array("PNG\r\n".utf8)) {
            self = .unnamedPNG
        } else if has([0xff, 0xd8, 0xff]) {
            self = .jpeg
        } else if has(Array("II*\0".utf8)) || has(Array("MM\0*".utf8)) {
            self = .tiff
        } else if has(Array("GIF8".utf8)) {
            self = .gif
        } else if has(Array("RIFF".utf8)), has(Array("WEBP".utf8), at: 8) {
            self = .webp
        } else if has([0, 0, 0, 12] + Array("jP  ".utf8)) {
            self = .jpeg2000
        } else if has(Array("NRRD000".utf8)) {
            self = .nrrd
        } else if has(NumpyArray.magic) {
            self = .numpy
        } else {
            return nil
        }
    }

    /// Recognises a format by the extension of a file, and returns both. The extension is in lower case.
    static func named(_ name: [UInt8]) -> (format: ForeignImageFormat, suffix: String)? {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        var suffix = lowercased(name[(dot + 1)...])
        if suffix == "gz", let earlier = name[..<dot].lastIndex(of: UInt8(ascii: ".")) {
            suffix = lowercased(name[(earlier + 1)...])
        }
        return bySuffix[suffix].map { ($0, suffix) }
    }

    private static func lowercased(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self).lowercased()
    }

    private static let bySuffix = Dictionary(
        uniqueKeysWithValues: allCases.flatMap { format in format.suffixes.map { ($0, format) } })
}
