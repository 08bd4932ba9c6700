// The system's C library, for every file of this module.
#if canImport(Glibc)
    @_exported import Glibc
#else
    @_exported import Darwin
#endif
