/// A number for each sample of a grid: attenuation, brightness or a share.
///
/// Shapes are drawn one by one within their bounding boxes, so the cost of a phantom is about the area of its shapes.
struct Canvas {
    let grid: Grid
    /// The numbers, `[rows, columns]`.
    var values: [Double]

    init(_ grid: Grid, filledWith value: Double = 0) {
        self.grid = grid
        values = [Double](repeating: value, count: grid.columns * grid.rows)
    }
}
