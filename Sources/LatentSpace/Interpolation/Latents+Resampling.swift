import VAE

extension Latents {
    /// That many points, evenly spaced along the rows.
    package func evenly(_ points: Int) -> Latents {
        resampled(lengths: [Double](repeating: 1, count: count - 1), count: points)
    }

    /// Points at even distances along the straight lines between the rows.
    ///
    /// - Parameter lengths: The lengths of those lines, by any measure.
    package func resampled(lengths: [Double], count resampled: Int) -> Latents {
        precondition(lengths.count == count - 1 && count >= 2, "a length between every two rows")
        var positions = [0.0]
        for length in lengths { positions.append(positions.last! + length) }
        // If nothing changes, any spacing will do.
        if positions.last! == 0 { positions = (0..<count).map(Double.init) }
        var segment = 0
        let values = (0..<resampled).flatMap { place -> [Float] in
            if place == resampled - 1 { return Array(self[count - 1]) }
            let position = positions.last! * Double(place) / Double(resampled - 1)
            while segment < count - 2, positions[segment + 1] < position { segment += 1 }
            let extent = positions[segment + 1] - positions[segment]
            let share = extent > 0 ? min(1, max(0, (position - positions[segment]) / extent)) : 0
            return zip(self[segment], self[segment + 1]).map { Float((1 - share) * Double($0) + share * Double($1)) }
        }
        return Latents(dimension: dimension, values: values)
    }
}
