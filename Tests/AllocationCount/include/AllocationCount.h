// Counts the memory allocations of this process, for tests that there are none.
#pragma once

#include <stdbool.h>

/// Whether allocations can be counted: on Linux with glibc, whose allocator has a second name.
bool allocations_are_counted(void);
/// The number of allocations of all threads so far.
long allocation_count(void);
