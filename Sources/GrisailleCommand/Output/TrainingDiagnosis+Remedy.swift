import Grisaille

extension TrainingDiagnosis {
    /// The name of the finding in JSON.
    var kind: String {
        switch self {
        case .underfitted: "underfitted"
        case .overfitted, .autoencoderEndedEarly: "overfitted"
        case .priorStopped, .priorEndedEarly, .priorOverfitted: "prior overfitted"
        case .nearCopies: "near copies"
        case .priorShort, .priorFalling: "prior too short"
        }
    }

    /// Whether images may be given away.
    var isGrave: Bool { if case .nearCopies = self { true } else { false } }

    /// What was found, and the options that would help.
    var text: String {
        switch self {
        case .underfitted(let percent):
            "the autoencoder was still learning at the end: its bound fell by \(Text.fixed(percent, 1)) % in the last quarter; "
                + "give it more --minutes or --epochs"
        case .overfitted(let best, let epochs):
            "the autoencoder began to learn its images by heart: the held-out bound was best in epoch \(best) of "
                + "\(Text.grouped(epochs)), and the model has the best weights; use more images, or fewer --minutes or --epochs"
        case .autoencoderEndedEarly(let epoch):
            "the autoencoder began to learn its images by heart after epoch \(Text.grouped(epoch)), so it ended early from "
                + "there; more images, or --augment with changes that leave them plausible, would let it learn longer"
        case .priorStopped(let step, let steps):
            "the prior began to learn its images by heart: held-out images fitted it best after "
                + "\(Text.grouped(step)) of \(Text.grouped(steps)) steps, whose weights the model has; use more images, or "
                + "fewer --minutes or --epochs"
        case .priorEndedEarly(let step):
            "the prior began to learn its images by heart after \(Text.grouped(step)) steps, so it ended early from there; "
                + "more images, or --augment with changes that leave them plausible, would let it learn longer"
        case .priorOverfitted(let percent):
            "the prior has learned its images by heart: its loss is \(Text.fixed(percent, 0)) % higher on held-out images, "
                + "and samples may be copies (check with sample --novelty); use more images, fewer --minutes or a smaller "
                + "--flow-width"
        case .nearCopies(let percent):
            "\(Text.fixed(percent, 0)) % of samples are near copies of training images; sample --novelty leaves them out, and "
                + "more images, --augment or fewer --minutes make fewer of them"
        case .priorShort(let draws):
            "the prior was fitted with only \(Text.grouped(draws)) latents, so samples may be shapeless; give it more "
                + "--minutes or --epochs"
        case .priorFalling(let percent):
            "the prior was still learning at the end: its loss fell by \(Text.fixed(percent, 1)) % towards the end; give it "
                + "more --minutes or --epochs"
        }
    }
}
