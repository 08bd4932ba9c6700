import Grisaille

extension CollapseDiagnosis {
    /// The reason, and what to do about it.
    var remedy: String {
        switch self {
        case .equalImages:
            "all images are equal: train on images that differ"
        case .likeImages(let deviation):
            "the images hardly differ, a pixel by \(Text.fixed(deviation, 2)) levels from one to the next: look at them, "
                + "and try a smaller --beta"
        case .narrowLevels(let common, let range):
            "all but 2 % of the pixels lie within the levels \(common.description), and the others reach "
                + "\(range.description): bright marks or hot pixels, perhaps; add --levels "
                + "\(common.minimum):\(common.maximum) to look at these levels alone"
        case .noise(let correlation):
            "neighbouring pixels hardly depend on each other (correlation \(Text.fixed(correlation, 2))), as in noise, "
                + "which no latent can hold: smooth the images, or make them smaller with --size"
        case .fewSteps(let steps):
            "training took only \(Text.count(steps, "step")): give it more --minutes or --epochs"
        case .objective(let beta) where beta > 1:
            "--beta \(beta) makes latents costly: try 1, or a longer --warmup"
        case .objective:
            "try a smaller --beta, a longer --warmup, --free-nats or more --epochs"
        }
    }
}
