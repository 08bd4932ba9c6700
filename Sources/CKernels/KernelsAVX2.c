// The loops for x86-64 processors with AVX2 and fused multiply-add.
#include "KernelSets.h"

#if defined(__x86_64__)
// The intrinsics declare their own targets, so they come before the pragma.
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define KERNELS_AVX2
#define KERNEL_SET grisaille_kernels_avx2
#define KERNEL_SET_NAME "avx2"
#include "Loops/AllLoops.h"
#pragma clang attribute pop
#endif
