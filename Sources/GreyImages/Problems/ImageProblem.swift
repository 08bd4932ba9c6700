/// Something that is wrong with images, as text that names remedies.
///
/// The text is written once. Whoever shows it chooses the names of the remedies: words, or the options of a program.
package protocol ImageProblem: Sendable, CustomStringConvertible {
    /// What is wrong and how to solve it.
    func text(naming name: ImageReadingRemedy.Naming) -> String
}

extension ImageProblem {
    package var description: String { text(naming: ImageReadingRemedy.inWords) }
}
