import Layers

extension FlowGradient: GradientSource {
    var gradientArenas: [Arena] { [gradients] }

    func compute(_ images: ArraySlice<Int>, step: Int, progress: Double) -> GradientReport {
        let (norm, loss) = compute(Array(images), step: step, progress: progress)
        return GradientReport(norm: norm, loss: velocityLoss, isFinite: norm.isFinite && loss.isFinite)
    }
}
