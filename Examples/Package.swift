// swift-tools-version: 6.2
import PackageDescription

// A program that uses the library as any other package would.
let package = Package(
    name: "GrisailleExamples",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "Grisaille", path: "..")],
    targets: [
        .executableTarget(
            name: "FrontDoor", dependencies: [.product(name: "Grisaille", package: "Grisaille")],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)])
    ]
)
