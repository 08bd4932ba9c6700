// The sets that this build holds. The baseline is what the compiler's target has: SSE2 or NEON.
#pragma once

#include "CKernels.h"

extern const grisaille_kernels grisaille_kernels_baseline;
#if defined(__x86_64__)
extern const grisaille_kernels grisaille_kernels_avx2;
extern const grisaille_kernels grisaille_kernels_avx512;
#endif
