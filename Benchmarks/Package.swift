// swift-tools-version: 6.2
import PackageDescription

// A separate package, so that users of the library never build it.
let package = Package(
    name: "GrisailleBenchmarks",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "grisaille-bench", targets: ["GrisailleBench"]),
        .executable(name: "grisaille-table", targets: ["GrisailleTable"]),
    ],
    dependencies: [
        .package(name: "Grisaille", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .executableTarget(
            name: "GrisailleBench",
            dependencies: [
                .product(name: "Grisaille", package: "Grisaille"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
        // Runs the program itself, as a user would.
        .executableTarget(
            name: "GrisailleTable",
            dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
    ]
)
