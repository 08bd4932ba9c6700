import Testing

@Suite("Many images")
struct LongListTests {
    @Test("are told of in one line, and JSON has each of their paths")
    func summary() throws {
        let space = try Workspace()
        let text = try space.succeed("phantoms --output many --count 20 --size 16 --quiet").output
        #expect(text == "60 images in many (chest/00000.png … head/00019.png)\nmany/labels.csv\n")
        let phantoms = try space.succeed("phantoms --output json --count 20 --size 16 --json").json()
        #expect((phantoms["files"] as? [String])?.count == 60)
        try space.prepare()
        let few = try space.succeed("sample --model m --count 3 --output few --quiet").output
        #expect(few.contains("few/sample-00000.png\nfew/sample-00001.png\nfew/sample-00002.png\n"))
        let samples = try space.succeed("sample --model m --count 40 --output some --quiet").output
        #expect(samples.contains("40 images in some (sample-00000.png … sample-00039.png)\n"))
        #expect(samples.split(separator: "\n").count < 5)
        let decoded = try space.succeed("decode some/latents.npy --model m --output decoded --json").json()
        let files = try #require(decoded["files"] as? [String])
        #expect(files.count == 40 && files.allSatisfy(space.exists))
    }

    @Test(
        "go into a folder, which isn't called as files are",
        arguments: [
            "sample --model m --count 2 --output", "phantoms --count 1 --output", "reconstruct ph --model m --output",
            "decode latents.npy --model m --output",
        ])
    func folderNames(line: String) throws {
        let space = try Workspace()
        try space.prepare()
        try space.succeed("sample --model m --count 1 --output s")
        let result = try space.run("\(line.replacing("latents.npy", with: "s/latents.npy")) picture.PNG")
        #expect(result.status == 64 && result.errors.contains("--output picture\n"), "\(result.errors)")
        #expect(!space.exists("picture.PNG"))
    }
}
