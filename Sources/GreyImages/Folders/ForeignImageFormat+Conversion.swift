extension ForeignImageFormat {
    /// A shell command that converts the files of this format in a folder to something that can be read.
    ///
    /// The command doesn't change files in the folder, because PNGs beside the originals, such as masks, often have the
    /// names that converted files would get. Only PNGs without an extension are renamed in place.
    ///
    /// - Parameters:
    ///   - folder: The folder with the files.
    ///   - suffixes: The extensions of the files in lower case; empty for files without one.
    ///   - example: The path of one of the files.
    func conversion(of folder: String, suffixes: Set<String>, example: String) -> String {
        let files = Self.find(in: folder, suffixes: suffixes)
        let target = Self.quoted(Self.target(for: folder))
        // $0 is the new folder, $1 the old one and $2 a file in it.
        let place = #"d="$0${2#"$1"}"; d="${d%/*}"; mkdir -p "$d" && "#
        func each(_ command: String) -> String {
            "\(files) -exec sh -c '\(place)\(command)' \(target) \(Self.quoted(Self.trimmed(folder))) {} \\;"
        }
        switch self {
        case .jpeg, .tiff, .bitmap, .gif, .webp, .jpeg2000, .portableMap:
            return each(#"mogrify -format png -path "$d" "$2""#) + "  # ImageMagick"
        case .dicom:
            return each(#"dcmj2pnm +on2 "$2" "$d/${2##*/}.png""#) + "  # DCMTK"
        case .nifti, .metaImage, .nrrd:
            let array = Self.quoted(Self.target(for: folder) + ".npy")
            return
                "\(files) -exec python3 -c 'import sys, numpy, SimpleITK as s; v = [s.GetArrayFromImage("
                + "s.ReadImage(p)) for p in sys.argv[2:]]; numpy.save(sys.argv[1], numpy.concatenate("
                + "[a.reshape(-1, *a.shape[-2:]) for a in v]))' \(array) {} +  # one array of all slices"
        case .numpy, .numpyArchive:
            return "an array is read by itself: name \(Self.quoted(example)) in place of the folder"
        case .unnamedPNG:
            return
                "\(files) -exec sh -c 'file -b \"$1\" | grep -q ^PNG && mv -n \"$1\" \"$1.png\"' _ {} \\;"
        }
    }

    /// Whether the command creates a folder of PNGs.
    var isConvertedToPNG: Bool {
        switch self {
        case .jpeg, .tiff, .bitmap, .gif, .webp, .jpeg2000, .portableMap, .dicom: true
        case .nifti, .metaImage, .nrrd, .numpy, .numpyArchive, .unnamedPNG: false
        }
    }

    /// The folder for the converted files, beside the original folder.
    static func target(for folder: String) -> String { trimmed(folder) + "-png" }

    private static func trimmed(_ folder: String) -> String {
        let name = FilePath.lastComponent(folder)
        // A name beside `.` or `..` needs the real name of that folder.
        let path = name == "." || name == ".." ? System.realPath(of: folder) ?? folder : folder
        return FilePath.withoutTrailingSlashes(path)
    }

    private static func find(in folder: String, suffixes: Set<String>) -> String {
        let names =
            suffixes.contains("") ? ["! -iname '*.png'"] : suffixes.sorted().map { "-iname '*.\($0)'" }
        let test = names.joined(separator: " -o ")
        return "find \(quoted(trimmed(folder))) -type f " + (names.count > 1 ? "\\( \(test) \\)" : test)
    }

    /// A word quoted for a shell, if necessary.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || "/._-+".utf8.contains($0)
        }
        if isPlain, !word.isEmpty, word.utf8.first != UInt8(ascii: "-") { return word }
        let (quote, backslash) = (UInt8(ascii: "'"), UInt8(ascii: "\\"))
        if word.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            // Only these quotes let a line end be written as an escape.
            let escaped = word.utf8.flatMap { $0 == quote || $0 == backslash ? [backslash, $0] : [$0] }
            return "$'" + FilePath.line(String(decoding: escaped, as: UTF8.self)) + "'"
        }
        let parts = word.utf8.split(separator: quote, omittingEmptySubsequences: false)
        return "'" + parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: #"'\''"#) + "'"
    }
}
