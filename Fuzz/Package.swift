// swift-tools-version: 6.2
import PackageDescription

// A separate package, because it links with libFuzzer alone. `Fuzz/run` builds it, and the library with `-enable-testing`:
// most readers of files are not part of the public API.
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
