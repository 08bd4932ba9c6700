/// One number for each sample of a grid: attenuation, brightness or a share.
///
/// Shapes are drawn one by one over their bounding boxes, so a phantom costs about what its shapes cover.
struct Canvas {
    let grid: Grid
    /// One a sample, `[rows, columns]`.
    var values: [Double]

    init(_ grid: Grid, filledWith value: Double = 0) {
        self.grid = grid
        values = [Double](repeating: value, count: grid.columns * grid.rows)
    }
}
