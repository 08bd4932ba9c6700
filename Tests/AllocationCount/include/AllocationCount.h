// Counts the memory allocations of this process, for tests that assert that there are none.
#pragma once

#include <stdbool.h>

/// Whether allocations are counted here: on Linux with glibc, whose own allocator can be called by another name.
bool allocations_are_counted(void);
/// Allocations of all threads so far.
long allocation_count(void);
