import Testing

@testable import GreyImages

/// The texts of what is wrong with images name remedies in words, or as whoever shows them does.
@Suite struct ImageProblemTests {
    private static let size = ImageSize(width: 64, height: 48)

    private static let remedies: [ImageReadingRemedy] = [
        .size(nil), .size(size), .bitDepth(.sixteen), .measuredLevels, .chosenLevels, .levelsOfModel, .convertToGrey,
        .skipUnreadable, .ignoreOtherFormats,
    ]

    private static let unreadable: [UnreadableImage] = [
        .png(.colour(path: "c.png")), .file(path: "d.png", reason: "?"),
    ]

    private static let survey = ImageSurvey(
        sizes: [.init(value: size, count: 2, example: "a.png")],
        bitDepths: [.init(value: .eight, count: 1, example: "a.png")],
        colour: .init(value: true, count: 1, example: "a.png"),
        transparent: .init(value: true, count: 1, example: "a.png"), unreadable: unreadable,
        wanted: .init(size: size, bitDepth: .sixteen), remedies: remedies)

    private static var report: ImageReadingReport {
        var report = ImageReadingReport()
        report.unreadable = unreadable
        return report
    }

    /// The problems whose texts name remedies.
    private static let withRemedies: [any ImageProblem] = [
        PNGError.colour(path: "a.png"), unreadable[0],
        NumpyError.elementTypeWithoutLevels(path: "a.npy", found: "<c8", remedy: "save np.abs(array) instead"),
        NumpyError.needsLevels(path: "a.npy", found: "float32", minimum: 0, maximum: 1),
        NumpyError.noRange(path: "a.npy"), survey, ImageFolderError.noImages(path: "a", report: report),
        ImageFolderError.foreignImages(
            path: "a", pngCount: 1, namesakeCount: 0,
            [ForeignImages(format: .jpeg, count: 2, example: "x.jpg", suffixes: ["jpg"])]),
        ImageFolderError.unreadable(unreadable), ImageFolderError.unalike(path: "a", survey),
        ImageFolderError.noWindow(path: "a", value: 0),
        ImageFolderError.memory(.init(what: "a", needed: 2e9, available: 1e9)),
    ]

    private static let others: [any ImageProblem] = [
        PNGError.notPNG(path: "a.png"), PNGError.gitPointer(path: "a.png"), PNGError.empty(path: "a.png"),
        PNGError.truncated(path: "a.png"), PNGError.damaged(path: "a.png", reason: "?"),
        PNGError.transparent(path: "a.png"), PNGError.tooLarge(path: "a.png", size: size, limit: 5), unreadable[1],
        NumpyError.notNumpy(path: "a.npy"), NumpyError.gitPointer(path: "a.npy"),
        NumpyError.truncated(path: "a.npy", expected: 2, found: 1), NumpyError.damaged(path: "a.npy", reason: "?"),
        NumpyError.elementType(path: "a.npy", found: "<c8", remedy: "save np.abs(array) instead"),
        NumpyError.shape(path: "a.npy", found: [1], remedy: "save another"), NumpyError.notFinite(path: "a.npy"),
        NumpyError.noArrays(path: "a.npz"), NumpyError.noArray(path: "a.npz", name: "x", known: ["y"]),
        NumpyError.severalArrays(path: "a.npz", arrays: ["x", "y"], example: "x"),
        ImageFolderError.labels(path: "y.npy", reason: "?"),
    ]

    @Test("The library's texts name no options of a program")
    func words() {
        for problem in Self.withRemedies + Self.others {
            #expect(!problem.description.contains("--"), "\(problem)")
        }
        for remedy in Self.remedies { #expect(!remedy.description.contains("--"), "\(remedy)") }
        #expect(
            ImageReadingRemedy.inWords([.size(Self.size), .convertToGrey, .skipUnreadable])
                == "a size of 64x48, conversion to grey and skipping unreadable files")
    }

    @Test("Whoever shows a text names its remedies")
    func naming() {
        for problem in Self.withRemedies {
            let text = problem.text { _ in "<remedy>" }
            #expect(text.contains("<remedy>") && !text.contains("\(ImageReadingRemedy.convertToGrey)"), "\(text)")
        }
        for problem in Self.others { #expect(problem.text { _ in "<remedy>" } == problem.description) }
    }
}
