/// How a residual decoder doubles the sides of its maps.
public enum Upsampling: String, Sendable, Hashable, Codable, CaseIterable {
    /// Transposed convolutions of stride 2. Files that name no upsampling have these. Their stride shows as a fine
    /// chequer in flat parts of an image.
    case transposed
    /// Pixels are repeated, then convolved without a stride. The last convolution gives 2×2 pixels at each position.
    ///
    /// Source: Odena et al., 2016, "Deconvolution and checkerboard artifacts"; Shi et al., 2016, arXiv:1609.05158.
    case resized
}
