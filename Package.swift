// swift-tools-version: 6.2
import PackageDescription

/// Every warning is an error, in Swift 6 language mode.
let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
/// Only `Kernels`, `GreyImages` and `Platform` use pointers. In all other targets, unsafe constructs are errors too.
let pointerFree: [SwiftSetting] = strict + [.strictMemorySafety()]
let strictC: [CSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
    name: "Grisaille",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "grisaille", targets: ["GrisailleCommand"]),
        .executable(name: "grisaille-bench", targets: ["GrisailleBench"]),
        .executable(name: "grisaille-table", targets: ["GrisailleTable"]),
        .library(name: "Grisaille", targets: ["Grisaille"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        .systemLibrary(
            name: "CLibPNG", pkgConfig: "libpng",
            providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .target(
            name: "CPNG", dependencies: ["CLibPNG"], cSettings: strictC, linkerSettings: [.linkedLibrary("z")]),
        .target(name: "CKernels", cSettings: strictC),
        .target(name: "CPlatform", cSettings: strictC),
        .target(name: "CAllocationGuard", dependencies: ["CPlatform"], cSettings: strictC),
        .target(name: "Platform", dependencies: ["CPlatform"], swiftSettings: strict),
        .target(name: "GreyImages", dependencies: ["CPNG", "Platform"], swiftSettings: strict),
        .target(name: "Kernels", dependencies: ["CKernels", "Platform"], swiftSettings: strict),
        .target(name: "Layers", dependencies: ["Kernels", "Platform"], swiftSettings: pointerFree),
        .target(name: "VAE", dependencies: ["Layers", "GreyImages", "Platform"], swiftSettings: pointerFree),
        .target(name: "Training", dependencies: ["VAE", "Platform"], swiftSettings: pointerFree),
        .target(name: "LatentSpace", dependencies: ["VAE", "Platform"], swiftSettings: pointerFree),
        .target(name: "Evaluation", dependencies: ["VAE", "LatentSpace", "Platform"], swiftSettings: pointerFree),
        .target(name: "Phantoms", dependencies: ["GreyImages", "Platform"], swiftSettings: pointerFree),
        .target(
            name: "Grisaille",
            dependencies: ["GreyImages", "VAE", "Training", "LatentSpace", "Evaluation", "Platform"],
            swiftSettings: pointerFree),
        .executableTarget(
            name: "GrisailleCommand",
            dependencies: [
                "Grisaille", "CAllocationGuard", "Kernels", "Phantoms", "Platform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: pointerFree),
        // Measures the same functions as the program calls, so it stands in the package that declares them.
        .executableTarget(
            name: "GrisailleBench",
            dependencies: [
                "Grisaille", "Kernels", "Layers", "Phantoms", "Platform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/GrisailleBench", swiftSettings: strict),
        // Runs the program itself, as a user would.
        .executableTarget(
            name: "GrisailleTable",
            dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Benchmarks/GrisailleTable", swiftSettings: strict),
        .testTarget(name: "PlatformTests", dependencies: ["Platform"], swiftSettings: strict),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: pointerFree),
        .testTarget(name: "KernelsTests", dependencies: ["Kernels", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "LayersTests", dependencies: ["Layers", "Platform"], swiftSettings: strict),
        .testTarget(name: "VAETests", dependencies: ["VAE", "Platform"], swiftSettings: strict),
        .target(name: "AllocationCount", path: "Tests/AllocationCount", cSettings: strictC),
        .testTarget(
            name: "TrainingTests", dependencies: ["Training", "Platform", "AllocationCount"], swiftSettings: strict),
        .testTarget(name: "LatentSpaceTests", dependencies: ["LatentSpace", "Platform"], swiftSettings: strict),
        .testTarget(name: "EvaluationTests", dependencies: ["Evaluation", "Platform"], swiftSettings: strict),
        .testTarget(
            name: "GrisailleCommandTests", dependencies: ["GrisailleCommand", "Grisaille", "Layers", "Phantoms"],
            swiftSettings: strict),
        .testTarget(name: "GrisailleTests", dependencies: ["Grisaille", "Platform"], swiftSettings: strict),
        .testTarget(name: "GreyImagesTests", dependencies: ["GreyImages", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "PhantomsTests", dependencies: ["Phantoms"], swiftSettings: strict),
    ]
)
