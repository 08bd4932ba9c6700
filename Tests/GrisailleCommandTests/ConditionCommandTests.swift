import Foundation
import Grisaille
import Testing

@Suite("Priors that are conditioned on columns of tables")
struct ConditionCommandTests {
    private let space: Workspace

    init() throws { space = try Workspace() }

    private var names: [String] {
        ["chest", "hand", "head"].flatMap { folder in (0..<4).map { "\(folder)/0000\($0).png" } }
    }

    /// Twelve images in `ph`, and a table with a number and a text of most of them.
    private func prepare() throws {
        try space.succeed("phantoms --output ph --count 4 --size 16")
        try write(
            names.enumerated().map { index, name in
                "\(name),\(index == 3 ? "" : "\(20 + index)"),\(index == 5 ? "" : index % 2 == 0 ? "F" : "M"),\"a,b=\(index % 2)\""
            })
    }

    private func write(_ rows: [String]) throws {
        try space.write(Array((["file,age,sex,place"] + rows).map { $0 + "\n" }.joined().utf8), to: "t.csv")
    }

    private func train(_ options: String, model: String = "m") throws {
        try space.succeed("train ph --model \(model) \(Workspace.tiny) --epochs 1 --quiet \(options)")
    }

    @Test("Samples of a model take values, which change them, and the model tells what it knows")
    func samples() throws {
        try prepare()
        try train("--conditional --condition t.csv:age,sex --condition t.csv:place")
        let text = try space.succeed("info m").output
        #expect(text.contains("age: 20 to 31") && text.contains("sex: F, M"), "\(text)")
        let prior = try #require(try space.succeed("info m --json").json()["prior"] as? [String: Any])
        let conditions = try #require(prior["conditions"] as? [[String: Any]])
        #expect(conditions.map { $0["name"] as? String } == ["age", "sex", "place"])
        #expect(conditions[0]["minimum"] as? Double == 20 && conditions[0]["maximum"] as? Double == 31)
        #expect(conditions[1]["categories"] as? [String] == ["F", "M"])
        // After the first steps of training, conditions don't have an effect yet.
        try space.succeed(
            "prior fit ph --model m --force --flow-width 8 --flow-blocks 1 --epochs 200 --quiet --conditional "
                + "--condition t.csv:age,sex --condition t.csv:place")
        var latents: [[UInt8]] = []
        for (index, options) in [
            "", "--condition age=21", "--condition age=30", "--condition sex=F", "--condition age=30,sex=F",
            "--condition place=a,b=1", "--class head --condition sex=M", "--sampling-steps 4 --condition age=21",
        ].enumerated() {
            try space.succeed("sample --model m --count 3 --output s\(index) \(options)")
            latents.append(try space.bytes("s\(index)/latents.npy"))
        }
        #expect(Set(latents).count == 8)
        let report = try space.succeed(
            "sample --model m --count 3 --output t --condition sex=F --condition age=30 --json"
        ).json()
        #expect(report["conditions"] as? [String: String] == ["age": "30", "sex": "F"])
        #expect(try space.bytes("t/latents.npy") == latents[4])
        // Chosen samples are judged by the prior of the values.
        try space.succeed("sample --model m --count 2 --output v --diversity 0.5 --pool 6 --condition age=30")
    }

    @Test("Numbers outside of those seen are warned of, and guidance needs a class or a condition")
    func warnings() throws {
        try prepare()
        try train("--condition t.csv:age")
        let outside = try space.succeed("sample --model m --count 1 --output a --condition age=99")
        #expect(outside.errors.contains("warning: --condition age=99") && outside.errors.contains("20 to 31"))
        #expect(try space.succeed("sample --model m --count 1 --output b --condition age=25").errors.isEmpty)
        let unguided = try space.run("sample --model m --count 1 --output c --guidance 1.5")
        #expect(unguided.status == 64 && unguided.errors.contains("--condition"), "\(unguided.errors)")
        let guided = try space.succeed("sample --model m --count 1 --output d --guidance 1.5 --condition age=25 --json")
        let steps = try #require(try guided.json()["sampling"] as? [String: Any])
        #expect(steps["guidance"] as? Double == 1.5)
        let plain = try #require(
            try space.succeed("sample --model m --count 1 --output e --json").json()["sampling"] as? [String: Any])
        #expect(plain["guidance"] == nil)
    }

    @Test("Values that the prior doesn't know are refused")
    func sampleErrors() throws {
        try prepare()
        try train("--condition t.csv:age,sex")
        let before = space.contents
        for (options, status, words) in [
            ("--condition weight=3", 65, "it knows age, sex"), ("--condition age=old", 65, "isn't a number"),
            ("--condition age=inf", 65, "isn't a number"), ("--condition age=1,5", 65, "age=1.5"),
            ("--condition sex=X", 65, "choose F, M"), ("--condition age", 64, "age=60"),
            ("--condition age=", 64, "age=60"), ("--condition =3", 64, "age=60"),
            ("--condition age=21,age=22", 64, "two values"),
        ] as [(String, Int32, String)] {
            let result = try space.run("sample --model m --count 1 --output z \(options)")
            #expect(result.status == status && result.errors.contains(words), "\(options): \(result.errors)")
            #expect(result.errors.contains("--condition"), "\(result.errors)")
        }
        #expect(space.contents == before)
        try space.succeed("prior fit ph --model m --prior standard --output plain")
        let plain = try space.run("sample --model plain --count 1 --output z --condition age=3")
        #expect(plain.status == 65 && plain.errors.contains("prior fit --condition"), "\(plain.errors)")
    }

    @Test("Columns that a prior can't be conditioned on are refused before any work")
    func trainErrors() throws {
        try prepare()
        try write(names.enumerated().map { "\($1),\($0 == 4 ? "old" : "\($0)"),F,\($0 == 2 ? "7" : "")" })
        let before = space.contents
        for (options, status, words) in [
            ("--condition t.csv:weight", 65, "no column ‘weight’"), ("--condition t.csv:age", 65, "line 6"),
            ("--condition t.csv:sex", 64, "same value"), ("--condition t.csv:place", 64, "fewer than two"),
            ("--condition none.csv:age", 66, "none.csv"), ("--condition t.csv", 64, "--condition"),
            ("--condition t.csv:age,", 64, "empty column"), ("--condition t.csv:age,age", 64, "twice"),
            ("--condition t.csv:place --architecture conv", 64, "--prior flow"),
        ] as [(String, Int32, String)] {
            let result = try space.run("train ph --model m --epochs 1 \(options)")
            #expect(result.status == status && result.errors.contains(words), "\(options): \(result.errors)")
        }
        #expect(space.contents == before)
    }

    @Test("A prior is fitted with conditions to a model without them, and another one again without")
    func priorFit() throws {
        try prepare()
        try train("")
        let fit = "prior fit ph --flow-width 8 --flow-blocks 1 --epochs 1"
        let told = try space.succeed("\(fit) --model m --condition t.csv:sex --output told")
        #expect(!told.errors.contains("the model's conditions"))
        #expect(try space.succeed("info told").output.contains("sex: F, M"))
        try space.succeed("sample --model told --count 1 --output s --condition sex=F")
        #expect(try space.succeed("\(fit) --model told --output again").errors.contains("the model's conditions sex"))
        #expect(try !space.succeed("info again").output.contains("sex"))
        let further = try space.succeed("train ph --model further --from told --epochs 1")
        #expect(further.errors.contains("the model's conditions sex"))
        #expect(try !space.succeed("info further").output.contains("sex: "))
        for (options, words) in [("mixture", "--condition out"), ("standard", "--prior flow")] {
            let refused = try space.run("prior fit ph --model m --prior \(options) --condition t.csv:sex --output z")
            #expect(refused.status == 64 && refused.errors.contains(words), "\(refused.errors)")
        }
    }

    @Test("A stopped run is resumed with its conditions and their values alone")
    func resuming() throws {
        try prepare()
        let line = "train ph --model m \(Workspace.tiny) --epochs 100000 --condition t.csv:age,sex"
        let process = try Program.start(line.split(separator: " ").map(String.init), in: space.path)
        for _ in 0..<500 where !space.exists("m.training") { Thread.sleep(forTimeInterval: 0.01) }
        kill(process.processIdentifier, SIGINT)
        #expect(Program.finish(process).status == 1 && space.exists("m.training"))
        for (options, status, words) in [
            ("", 64, "is conditioned on age, sex"), ("--condition t.csv:age", 64, "another --condition"),
            ("--condition t.csv:sex,age", 64, "another --condition"),
        ] as [(String, Int32, String)] {
            let result = try space.run("train ph --model m --resume \(options)")
            #expect(result.status == status && result.errors.contains(words), "\(options): \(result.errors)")
        }
        try write(names.enumerated().map { "\($1),\(31 - $0),\($0 % 2 == 0 ? "F" : "M"),a" })
        let changed = try space.run("train ph --model m --resume --condition t.csv:age,sex")
        #expect(changed.status == 65 && changed.errors.contains("other values of age, sex"), "\(changed.errors)")
    }
}
