#include "CAllocationGuard.h"

// Defines __GLIBC__ where it applies.
#include <errno.h>
#include <stddef.h>

#include "CPlatform.h"

#if defined(__linux__) && defined(__GLIBC__) && !__has_feature(address_sanitizer)

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

// Weak, so that the definitions of the tests, which count allocations, can replace them.
#define GUARD __attribute__((weak))

static void *checked(void *memory, size_t size) {
    if (memory == NULL && size > 0) { grisaille_end_out_of_memory(size); }
    return memory;
}

GUARD void *malloc(size_t size) { return checked(__libc_malloc(size), size); }

GUARD void *calloc(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) { bytes = (size_t)-1; }
    return checked(__libc_calloc(count, size), bytes);
}

GUARD void *realloc(void *old, size_t size) { return checked(__libc_realloc(old, size), size); }

GUARD void *aligned_alloc(size_t alignment, size_t size) { return checked(__libc_memalign(alignment, size), size); }

GUARD int posix_memalign(void **place, size_t alignment, size_t size) {
    *place = checked(__libc_memalign(alignment, size), size);
    return 0;
}

#endif
