// swift-tools-version: 6.2
import PackageDescription

// A separate package, so that users of the library never build it. `Fuzz/run` builds it with libFuzzer.
let package = Package(
    name: "GrisailleFuzz",
    platforms: [.macOS(.v26)],
    products: [.executable(name: "grisaille-fuzz", targets: ["GrisailleFuzz"])],
    dependencies: [.package(name: "Grisaille", path: "..")],
    targets: [
        .executableTarget(
            name: "GrisailleFuzz",
            dependencies: [.product(name: "Grisaille", package: "Grisaille")],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)])
    ]
)
