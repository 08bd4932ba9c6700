import Foundation
import Grisaille
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The picture of a run")
struct ProgressPictureTests {
    private static let line = "train ph --model m \(Workspace.tiny) --epochs 12 --batch 8 --conditional"

    private static func makeSpace() throws -> Workspace {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 4 --size 16")
        return space
    }

    /// The texts of a picture, and its rows of samples.
    private static func read(_ space: Workspace, _ name: String) throws -> (texts: [String], rows: [GreyImage]) {
        let bytes = try space.bytes(name)
        let reader = PictureReader()
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = reader
        try #require(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(Set(reader.elements) == reader.known.intersection(reader.elements))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.ranges(of: "http").count == 1 && !text.contains("@import") && !text.contains("url(h"))
        let rows = try reader.links.map { link in
            let prefix = "data:image/png;base64,"
            try #require(link.hasPrefix(prefix))
            let data = try #require(Data(base64Encoded: String(link.dropFirst(prefix.count))))
            return try GreyImage(pngBytes: Array(data), path: name)
        }
        return (reader.texts, rows)
    }

    @Test("A run draws its charts and its samples, and names the picture")
    func whole() throws {
        let space = try Self.makeSpace()
        let result = try space.succeed(Self.line)
        #expect(result.lines.prefix(3) == ["m", "m.history.csv", "m.progress.svg"])
        let (texts, rows) = try Self.read(space, "m.progress.svg")
        for title in [
            "Training of m", "Negative ELBO", "Distortion", "Rate", "bits per pixel", "nats per pixel",
            "nats per image", "Decoder stage: distortion", "Prior: flow-matching loss", "After the autoencoder",
            "25 % of the prior", "After the prior",
        ] { #expect(texts.contains(title), "\(title): \(texts)") }
        #expect(rows.count == 6)
        // Eight images of 16x16 with gaps, in shades of grey, which differ along the run.
        #expect(rows.allSatisfy { $0.width == 2 + 8 * 18 && $0.height == 20 && Set($0.samples).count > 4 })
        #expect(rows[0] != rows[5])
        // The last row are the first eight samples.
        try space.succeed("sample --model m --output s --count 8")
        let first = try GreyImage(contentsOfPNG: space.file("s/chest/sample-00000.png"))
        let shown = (0..<16).flatMap { y in (0..<16).map { rows[5].samples[(y + 2) * rows[5].width + $0 + 2] } }
        #expect(shown == first.samples)
    }

    @Test("A resumed run ends with the same picture")
    func resumed() throws {
        let whole = try Self.makeSpace()
        try whole.succeed(Self.line)
        let space = try Self.makeSpace()
        for figure in ["-ELBO", "distortion", "squared error"] {
            let process = try Program.start(
                Self.line.split(separator: " ").map(String.init) + (space.exists("m.training") ? ["--resume"] : []),
                in: space.path)
            #expect(Program.wait(for: "images/s", figure, from: process))
            kill(process.processIdentifier, SIGINT)
            #expect(Program.finish(process).status == 1)
            // A run that is stopped within its first epoch has no figures yet.
            if space.exists("m.progress.svg") { _ = try Self.read(space, "m.progress.svg") }
        }
        try space.succeed(Self.line + " --resume")
        #expect(try space.bytes("m") == whole.bytes("m"))
        #expect(try space.bytes("m.progress.svg") == whole.bytes("m.progress.svg"))
    }

    @Test("A picture that can't be written is a warning, and changes nothing else")
    func unwritable() throws {
        let whole = try Self.makeSpace()
        try whole.succeed(Self.line)
        let space = try Self.makeSpace()
        let process = try Program.start(Self.line.split(separator: " ").map(String.init), in: space.path)
        while process.isRunning, !space.exists("m.progress.svg") { Thread.sleep(forTimeInterval: 0.001) }
        // The first picture shows the first stage alone.
        let early = try Self.read(space, "m.progress.svg").texts
        #expect(early.contains("Negative ELBO") && !early.contains("Prior: flow-matching loss"))
        try FileManager.default.removeItem(atPath: space.file("m.progress.svg"))
        try space.makeFolder("m.progress.svg")
        let result = Program.finish(process)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.ranges(of: "warning: the picture of the run").count == 1, "\(result.errors)")
        #expect(result.lines.prefix(2) == ["m", "m.history.csv"] && !result.output.contains(".svg"))
        #expect(try space.bytes("m") == whole.bytes("m"))
        #expect(space.partialFiles.isEmpty)
    }

    @Test(
        "A name may hold anything",
        arguments: ["<script>&\"'.x", "a\u{1b}[31m\u{202e}b", "a\nb", "]]>\u{FFFE}é", "-->"])
    func hostileNames(name: String) throws {
        let space = try Self.makeSpace()
        let words = "--architecture mlp --hidden 4 --latent 2 --epochs 1 --prior standard".split(separator: " ")
        let result = try space.run(["train", "ph", "--model=./\(name)"] + words.map(String.init))
        #expect(result.status == 0, "\(result.errors)")
        let texts = try Self.read(space, "\(name).progress.svg").texts
        let shown = texts.filter { $0.hasPrefix("Training of ") }
        #expect(shown.count == 1 && shown[0].unicodeScalars.allSatisfy { !$0.properties.isBidiControl })
        if name.hasPrefix("<") { #expect(shown[0] == "Training of " + name) }
    }

    @Test("A picture isn't overwritten without --force")
    func existing() throws {
        let space = try Self.makeSpace()
        try space.write(Array("mine".utf8), to: "n.progress.svg")
        let line = "train ph --model n --architecture mlp --hidden 4 --latent 2 --epochs 1"
        let result = try space.run(line)
        #expect(result.status == 73 && result.errors.contains("n.progress.svg: exists already"))
        #expect(try space.bytes("n.progress.svg") == Array("mine".utf8))
        try space.succeed(line + " --force")
        _ = try Self.read(space, "n.progress.svg")
    }

    @Test("What could have gone better is told, with the option that helps")
    func diagnosis() throws {
        let space = try Self.makeSpace()
        let json = try space.succeed(Self.line + " --json")
        #expect(try json.json()["progressPicture"] as? String == "m.progress.svg")
        let findings = try #require(try json.json()["diagnosis"] as? [[String: String]])
        let prior = try #require(findings.first { $0["kind"] == "prior too short" })
        let text = try #require(prior["text"])
        #expect(text.contains("--minutes") && json.errors.contains(text))
        let quiet = try space.succeed(Self.line + " --force --quiet")
        #expect(!quiet.errors.contains(text))
    }

    @Test("A run by minutes says how many passes its stages will take")
    func forecast() throws {
        let space = try Self.makeSpace()
        let errors = try space.succeed("train ph --model m \(Workspace.tiny) --minutes 0.02").errors
        #expect(errors.contains("0.02 minutes give about "))
        #expect(errors.contains(" passes of the autoencoder over ") && errors.contains(" of the prior"))
        #expect(errors.contains("samples will be soft: --minutes "), "\(errors)")
    }
}

/// Gathers the texts and links of a picture.
private final class PictureReader: NSObject, XMLParserDelegate {
    let known: Set<String> = [
        "svg", "style", "rect", "clipPath", "text", "g", "polyline", "circle", "image",
    ]
    var elements: [String] = []
    var texts: [String] = []
    var links: [String] = []
    private var text: String?

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append(name)
        if name == "text" { text = "" }
        if let link = attributes["href"] { links.append(link) }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text? += string }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if name == "text", let text { texts.append(text) }
        if name == "text" { text = nil }
    }
}
