import GreyImages
import Testing
import VAE

@testable import Training

@Suite struct PresetTests {
    static let sizes = [
        ImageSize(width: 8, height: 8), ImageSize(width: 28, height: 28), ImageSize(width: 64, height: 64),
        ImageSize(width: 96, height: 129), ImageSize(width: 512, height: 300), ImageSize(width: 1000, height: 40),
    ]

    /// A preset's choices for an image size fit together, and the prior takes few positions at a time.
    @Test(arguments: Preset.allCases, sizes) func everySizeGetsAModel(preset: Preset, size: ImageSize) throws {
        let architecture = preset.architecture(for: size)
        guard case .residual(let channels, _, _) = architecture else {
            Issue.record("another architecture: \(architecture)")
            return
        }
        let map = preset.latentMap(for: size, levels: channels.count)
        let patch = FlowConfiguration.defaultPatch(for: map) ?? 1
        func folded(_ side: Int) -> Int { (side + patch - 1) / patch }
        #expect(folded(map.height) * folded(map.width) <= 256)
        try ModelConfiguration(
            architecture: architecture, imageSize: size, bitDepth: .eight, latentCount: map.count, latentMap: map,
            likelihood: .gaussian
        ).validate()
        try preset.flow.validate()
        try preset.sharpening.validate()
    }

    @Test(arguments: Preset.allCases) func presetsTrainForTheirTimeByTheBound(preset: Preset) throws {
        let settings = preset.settings
        #expect(settings.length == .minutes(preset.minutes))
        #expect(settings.beta == 1, "the evidence lower bound itself")
        let shares = try (#require(settings.sharpening).share, #require(settings.flow).share)
        #expect(shares.0 > 0 && shares.1 > 0 && shares.0 + shares.1 < 1)
    }

    @Test func aLongerPresetTakesLonger() {
        #expect(Preset.quick.minutes < Preset.standard.minutes && Preset.standard.minutes < Preset.best.minutes)
    }
}
