/// Definitions of `malloc` and its relatives that replace those of the C library in the program. If an allocation fails, the
/// program ends with an error message. Without them, Swift's runtime would trap.
