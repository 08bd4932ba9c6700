// The loops for x86-64 processors with AVX-512 (F, BW, DQ, VL).
#include "KernelSets.h"

#if defined(__x86_64__)
// The intrinsics declare their own targets, so they come before the pragma.
#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)
#define KERNELS_AVX512
#define KERNEL_SET grisaille_kernels_avx512
#define KERNEL_SET_NAME "avx512"
#include "Loops/AllLoops.h"
#pragma clang attribute pop
#endif
