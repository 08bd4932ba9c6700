/// Linked into the program, this target puts its own definitions before those of the C library: where memory can't be had,
/// whoever asks for it, the program ends with a plain error and not with a trap. Swift's runtime, for one, knows no other way
/// than to trap.
