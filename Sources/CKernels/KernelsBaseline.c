// The loops for all processors of the compiler's target.
#include "KernelSets.h"

#define KERNEL_SET grisaille_kernels_baseline
#if defined(__aarch64__)
#define KERNEL_SET_NAME "neon"
#else
#define KERNEL_SET_NAME "portable"
#endif
#include "Loops/AllLoops.h"
