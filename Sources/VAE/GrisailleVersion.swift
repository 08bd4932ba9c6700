/// The version of the program and library, as model files record it.
package enum GrisailleVersion {
    package static let current = "0.1.0"
}
