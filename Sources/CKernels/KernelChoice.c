// The choice of a compiled set that this processor can run.
#include "KernelSets.h"

#include <string.h>

static bool can_run_avx2(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    return false;
#endif
}

static bool can_run_avx512(void) {
#if defined(__x86_64__)
    return can_run_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
    return false;
#endif
}

const grisaille_kernels *grisaille_kernels_named(const char *name) {
#if defined(__x86_64__)
    if (strcmp(name, "avx512") == 0) { return can_run_avx512() ? &grisaille_kernels_avx512 : NULL; }
    if (strcmp(name, "avx2") == 0) { return can_run_avx2() ? &grisaille_kernels_avx2 : NULL; }
#endif
    return strcmp(name, grisaille_kernels_baseline.name) == 0 ? &grisaille_kernels_baseline : NULL;
}

const grisaille_kernels *grisaille_kernels_best(void) {
#if defined(__x86_64__)
    if (can_run_avx512()) { return &grisaille_kernels_avx512; }
    if (can_run_avx2()) { return &grisaille_kernels_avx2; }
#endif
    return &grisaille_kernels_baseline;
}
