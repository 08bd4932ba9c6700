import Kernels

/// What the lanes of a batch leave for the gradients that are computed for the whole batch at once.
///
/// The record gives every lane rows of its own (`RecordRows`), which follow from the lane's number: lanes can't share
/// rows, whatever their layers record.
package final class StackSetRecord: Sendable {
    private let stacks: [StackRecord]
    private let rows: [StackSet.Rows]
    private let cut: LaneCut
    private let draws: Int
    private let passes: Int
    /// Rows of the image stacks behind those of the images.
    private let extraRows: [Range<Int>]
    /// The first finishing part of every stack, and at the end their number.
    private let firstParts: [Int]

    /// - Parameters:
    ///   - cut: How batches are cut into lanes.
    ///   - draws: The number of draws of each image that have a gradient.
    ///   - passes: The number of backward passes of each lane through the same stacks.
    ///   - extraRows: Further rows of the stacks that run per image, for inputs that are not among the batch's images:
    ///     ranges that follow one another from 0 on.
    package init(_ set: StackSet, cut: LaneCut, draws: Int = 1, passes: Int = 1, extraRows: [Range<Int>] = []) {
        precondition(
            zip([0] + extraRows.map(\.upperBound), extraRows).allSatisfy { $0 == $1.lowerBound },
            "ranges follow one another")
        let images = cut.batch * passes
        stacks = zip(set.stacks, set.rows).map { stack, rows in
            StackRecord(
                stack, capacity: rows == .images ? images + (extraRows.last?.upperBound ?? 0) : images * draws)
        }
        firstParts = stacks.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.partCount) }
        rows = set.rows
        (self.cut, self.draws, self.passes, self.extraRows) = (cut, draws, passes, extraRows)
    }

    // MARK: Rows

    /// The rows of one lane.
    ///
    /// - Parameters:
    ///   - images: The number of images in the batch.
    ///   - pass: Which of the lane's backward passes.
    package func rows(ofLane lane: Int, images: Int, pass: Int = 0) -> RecordRows {
        precondition(images <= cut.batch && pass < passes, "the record has room for the batch")
        return RecordRows(record: self, places: cut.places(of: lane, batch: images), offset: pass * images)
    }

    /// The rows of one of the extra ranges.
    ///
    /// - Parameter images: The number of images in the batch.
    package func rows(ofExtra index: Int, images: Int) -> RecordRows {
        RecordRows(record: self, places: extraRows[index], offset: passes * images)
    }

    /// Where a lane's passes through one stack leave what concerns the parameters.
    func gradients(_ place: StackSet.Place, lane: Arena, rows: RecordRows) -> StackGradients {
        let images = rows.places.lowerBound + rows.offset..<rows.places.upperBound + rows.offset
        return StackGradients(
            lane: lane, record: stacks[place.index],
            rows: place.rows == .images ? images : images.lowerBound * draws..<images.upperBound * draws)
    }

    // MARK: Finishing

    /// The number of parts of `finish`, which may run in any order.
    package var partCount: Int { firstParts[firstParts.count - 1] }

    /// Computes one part of the gradients that no lane has added to.
    ///
    /// - Parameter images: The number of images in the batch.
    package func finish(part: Int, images: Int, workspace: StackSetWorkspace, into gradients: Arena) {
        var stack = 0
        while firstParts[stack + 1] <= part { stack += 1 }
        let count =
            rows[stack] == .images ? images * passes + (extraRows.last?.upperBound ?? 0) : images * passes * draws
        stacks[stack].finish(
            part: part - firstParts[stack], rows: count, workspace: workspace[stack], into: gradients)
    }
}
