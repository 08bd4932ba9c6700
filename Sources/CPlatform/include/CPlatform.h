#ifndef GRISAILLE_PLATFORM_H
#define GRISAILLE_PLATFORM_H

#include <stddef.h>

/// The exit code if memory runs out: EX_OSERR of sysexits.h.
enum { GRISAILLE_OUT_OF_MEMORY = 71 };

/// Reports on standard error that an allocation of so many bytes failed, and ends the process with that code. It allocates
/// no memory.
_Noreturn void grisaille_end_out_of_memory(size_t bytes);

/// The number of processors that this process is bound to; 0 if it isn't known.
size_t grisaille_bound_processors(void);

/// Tells the processor that this thread spins.
static inline void grisaille_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
