#ifndef GRISAILLE_PLATFORM_H
#define GRISAILLE_PLATFORM_H

#include <stddef.h>

/// The exit code for want of memory: EX_OSERR of sysexits.h.
enum { GRISAILLE_OUT_OF_MEMORY = 71 };

/// Says on standard error that so many bytes could not be had, and ends the process with that code. It takes no memory.
_Noreturn void grisaille_end_out_of_memory(size_t bytes);

/// The processors that this process is bound to; 0 where that can't be told.
size_t grisaille_bound_processors(void);

#endif
