// The sets in this build. The baseline uses what every processor of the compiler's target has: SSE2 or NEON.
#pragma once

#include "CKernels.h"

extern const grisaille_kernels grisaille_kernels_baseline;
#if defined(__x86_64__)
extern const grisaille_kernels grisaille_kernels_avx2;
extern const grisaille_kernels grisaille_kernels_avx512;
#endif
