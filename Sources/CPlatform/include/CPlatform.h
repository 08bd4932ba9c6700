#ifndef GRISAILLE_PLATFORM_H
#define GRISAILLE_PLATFORM_H

#include <stddef.h>
#include <stdint.h>

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

/// Lets this thread count subnormal numbers as zeros, and returns its state before. A processor takes up to a hundred
/// times as long for a subnormal number as for another one.
static inline uint64_t grisaille_flush_subnormals(void) {
#if defined(__x86_64__)
    const uint32_t before = __builtin_ia32_stmxcsr();
    __builtin_ia32_ldmxcsr(before | 0x8040);  // results and operands
    return before;
#elif defined(__aarch64__)
    uint64_t before;
    __asm__ volatile("mrs %0, fpcr" : "=r"(before));
    __asm__ volatile("msr fpcr, %0" : : "r"(before | 1 << 24));
    return before;
#else
    return 0;
#endif
}

/// Gives this thread the state that `grisaille_flush_subnormals` returned.
static inline void grisaille_restore_subnormals(uint64_t state) {
#if defined(__x86_64__)
    __builtin_ia32_ldmxcsr((uint32_t)state);
#elif defined(__aarch64__)
    __asm__ volatile("msr fpcr, %0" : : "r"(state));
#else
    (void)state;
#endif
}

#endif
