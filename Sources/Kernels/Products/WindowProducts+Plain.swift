/// The products with unfolded windows, through `multiply`: the reference for tests of the others.
extension WindowProducts {
    func gatherPlainly(_ images: Buffer, count: Int, weights: Buffer, into positions: Buffer) {
        let columns = unfolded(images, count: count)
        // [positions, outputs] = [positions, elements] · [elements, outputs]
        multiply(
            columns, weights, transposed: .right, rows: count * window.positions, inner: window.elements,
            columns: outputs, into: positions)
    }

    func spreadPlainly(_ positions: Buffer, count: Int, weights: Buffer, into images: Buffer) {
        let columns = Buffer(count: count * window.positions * window.elements)
        // [positions, elements] = [positions, outputs] · [outputs, elements]
        multiply(
            positions, weights, rows: count * window.positions, inner: outputs, columns: window.elements,
            into: columns)
        window.fold(columns, count: count, into: images)
    }

    func addWeightGradientPlainly(positions: Buffer, images: Buffer, count: Int, to gradient: Buffer) {
        // [outputs, elements] += [outputs, positions] · [positions, elements]
        multiply(
            positions, unfolded(images, count: count), transposed: .left, rows: outputs,
            inner: count * window.positions, columns: window.elements, accumulating: true, into: gradient)
    }

    private func unfolded(_ images: Buffer, count: Int) -> Buffer {
        let columns = Buffer(count: count * window.positions * window.elements)
        window.unfold(images, count: count, into: columns)
        return columns
    }
}
