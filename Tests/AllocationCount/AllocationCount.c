#include "AllocationCount.h"

#include <errno.h>
#include <stddef.h>

#if defined(__linux__) && defined(__GLIBC__) && !__has_feature(address_sanitizer)

// These definitions take precedence over those of the C library.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static long allocations;

static void note(void) { __atomic_fetch_add(&allocations, 1, __ATOMIC_RELAXED); }

void *malloc(size_t size) {
    note();
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    note();
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    note();
    return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    note();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **place, size_t alignment, size_t size) {
    note();
    void *memory = __libc_memalign(alignment, size);
    if (memory == NULL) { return ENOMEM; }
    *place = memory;
    return 0;
}

bool allocations_are_counted(void) { return true; }
long allocation_count(void) { return __atomic_load_n(&allocations, __ATOMIC_RELAXED); }
#else
bool allocations_are_counted(void) { return false; }
long allocation_count(void) { return 0; }
#endif
