#define _GNU_SOURCE

#include "CPlatform.h"

#ifdef __linux__
#include <sched.h>
#endif
#include <string.h>
#include <unistd.h>

static void say(const char *text) {
    size_t length = strlen(text);
    while (length > 0) {
        const ssize_t written = write(STDERR_FILENO, text, length);
        if (written <= 0) { return; }
        text += written;
        length -= (size_t)written;
    }
}

void grisaille_end_out_of_memory(size_t bytes) {
    char digits[24];
    char *place = digits + sizeof digits;
    *--place = 0;
    size_t megabytes = bytes / 1000000 + (bytes % 1000000 != 0);
    do {
        *--place = (char)('0' + megabytes % 10);
        megabytes /= 10;
    } while (megabytes > 0);
    // Clear a progress line, and turn line wrapping on again.
    if (isatty(STDERR_FILENO)) { say("\r\033[2K\033[?7h"); }
    say("error: not enough memory: another ");
    say(place);
    say(" MB are needed and aren't available; close other programs, raise the limit if there is one (ulimit -v), or use "
        "fewer or smaller images, a smaller model or fewer --threads\n");
    _exit(GRISAILLE_OUT_OF_MEMORY);
}

size_t grisaille_bound_processors(void) {
#ifdef __linux__
    // 65,536 processors.
    unsigned long mask[1024] = {0};
    if (sched_getaffinity(0, sizeof mask, (cpu_set_t *)mask) != 0) { return 0; }
    size_t count = 0;
    for (size_t index = 0; index < sizeof mask / sizeof mask[0]; ++index) { count += (size_t)__builtin_popcountl(mask[index]); }
    return count;
#else
    return 0;
#endif
}
