/// The version of the program and library, as model files record it.
public enum GrisailleVersion {
    public static let current = "0.1.0"
}
