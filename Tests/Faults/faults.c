// A library to preload. It makes chosen calls on files below one folder fail, like a damaged or full disk.
//
// Calls on other files, such as those of the loader and the locale, aren't counted, so the n-th call of a program is the same
// in every run. These environment variables control it:
//
//   FAULTS_FOLDER   the absolute path of the folder, which is also the working directory
//   FAULTS_REPORT   a file of the size of `struct report` for the counts
//   FAULTS_CALLS    which calls are counted together, as in `write,fsync`
//   FAULTS_AT       the number of the first call that fails, from 1; 0 for none
//   FAULTS_LASTING  if set, all later calls fail too
//   FAULTS_ERROR    the number of the error; `short` transfers half of the bytes; `kill` ends the process before the call

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

// The driver knows these names and their order.
enum call {
    OPEN, CREATE, READ, WRITE, FSYNC, CLOSE, RENAME, MMAP, STAT, MKDIR, OPENDIR, READDIR, UNLINK, FTRUNCATE, LOCK, CHMOD,
    REALPATH, CALL_COUNT
};
static const char *const names[CALL_COUNT] = {
    "open", "create", "read", "write", "fsync", "close", "rename", "mmap", "stat", "mkdir", "opendir", "readdir",
    "unlink", "ftruncate", "lock", "chmod", "realpath",
};

enum { DESCRIPTORS = 1024, PLACE = 512 };

struct report {
    _Atomic uint64_t counts[CALL_COUNT];
    _Atomic uint64_t chosen;  // of FAULTS_CALLS
    _Atomic uint64_t struck;  // that failed
    char place[PLACE];        // the path of the first that failed
};

static struct report *report;
static const char *folder;
static size_t folderLength;
static bool isChosen[CALL_COUNT];
static uint64_t first;
static bool isLasting, isShort, isKill;
static int error;
// The path of each open descriptor; null if it isn't counted.
static char *_Atomic opened[DESCRIPTORS];

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULTS_REPORT"), *calls = getenv("FAULTS_CALLS"), *at = getenv("FAULTS_AT");
    const char *kind = getenv("FAULTS_ERROR");
    folder = getenv("FAULTS_FOLDER");
    if (!path || !folder) return;
    folderLength = strlen(folder);
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    int descriptor = real(path, O_RDWR | O_CLOEXEC);
    if (descriptor < 0) abort();
    void *memory = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (memory == MAP_FAILED) abort();
    close(descriptor);
    for (int call = 0; call < CALL_COUNT; call++) {
        char list[256], name[32];
        snprintf(list, sizeof list, ",%s,", calls ? calls : "");
        snprintf(name, sizeof name, ",%s,", names[call]);
        isChosen[call] = strstr(list, name) != NULL;
    }
    first = at ? strtoull(at, NULL, 10) : 0;
    isLasting = getenv("FAULTS_LASTING") != NULL;
    isShort = kind && strcmp(kind, "short") == 0;
    isKill = kind && strcmp(kind, "kill") == 0;
    error = kind ? atoi(kind) : EIO;
    report = memory;
}

// Counts a call, and returns whether it must fail.
static bool fails(enum call call, const char *path) {
    atomic_fetch_add(&report->counts[call], 1);
    if (!isChosen[call]) return false;
    uint64_t number = atomic_fetch_add(&report->chosen, 1) + 1;
    if (first == 0 || number < first || (number > first && !isLasting)) return false;
    if (atomic_fetch_add(&report->struck, 1) == 0) {
        snprintf(report->place, sizeof report->place, "%s %s", names[call], path);
    }
    if (isKill) kill(getpid(), SIGKILL);
    errno = error;
    return true;
}

static bool lies(const char *path) {
    if (!report || !path) return false;
    if (path[0] != '/') return true;
    return strncmp(path, folder, folderLength) == 0 && (path[folderLength] == '/' || path[folderLength] == 0);
}

static const char *openedPath(int descriptor) {
    return report && descriptor >= 0 && descriptor < DESCRIPTORS ? atomic_load(&opened[descriptor]) : NULL;
}

static void remember(int descriptor, const char *path) {
    if (descriptor >= 0 && descriptor < DESCRIPTORS) atomic_store(&opened[descriptor], strdup(path));
}

static void forget(int descriptor) {
    if (openedPath(descriptor)) free(atomic_exchange(&opened[descriptor], NULL));
}

// Calls the original function.
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL_ON_PATH(call, path, value) if (lies(path) && fails(call, path)) return value
#define FAIL_ON_DESCRIPTOR(call, descriptor, value) \
    do { const char *p = openedPath(descriptor); if (p && fails(call, p)) return value; } while (0)

static int openFile(int base, const char *path, int flags, mode_t permissions) {
    int (*real)(int, const char *, int, ...) = REAL(openat);
    bool isOurs = path[0] == '/' || base == AT_FDCWD ? lies(path) : openedPath(base) != NULL;
    if (!isOurs) return real(base, path, flags, permissions);
    if (fails(flags & O_CREAT ? CREATE : OPEN, path)) return -1;
    int descriptor = real(base, path, flags, permissions);
    remember(descriptor, path);
    return descriptor;
}

int openat(int base, const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t permissions = va_arg(more, mode_t);
    va_end(more);
    return openFile(base, path, flags, permissions);
}

int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t permissions = va_arg(more, mode_t);
    va_end(more);
    return openFile(AT_FDCWD, path, flags, permissions);
}

// The number of bytes to transfer; zero if the call must fail.
static size_t moved(enum call call, int descriptor, size_t count) {
    const char *path = openedPath(descriptor);
    if (!path || count == 0 || !fails(call, path)) return count;
    return isShort ? (count + 1) / 2 : 0;
}

ssize_t read(int descriptor, void *bytes, size_t count) {
    size_t part = moved(READ, descriptor, count);
    return part == 0 && count > 0 ? -1 : REAL(read)(descriptor, bytes, part);
}

ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) {
    size_t part = moved(READ, descriptor, count);
    return part == 0 && count > 0 ? -1 : REAL(pread)(descriptor, bytes, part, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    size_t part = moved(WRITE, descriptor, count);
    return part == 0 && count > 0 ? -1 : REAL(write)(descriptor, bytes, part);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    size_t part = moved(WRITE, descriptor, count);
    return part == 0 && count > 0 ? -1 : REAL(pwrite)(descriptor, bytes, part, offset);
}

int fsync(int descriptor) {
    FAIL_ON_DESCRIPTOR(FSYNC, descriptor, -1);
    return REAL(fsync)(descriptor);
}

int fdatasync(int descriptor) {
    FAIL_ON_DESCRIPTOR(FSYNC, descriptor, -1);
    return REAL(fdatasync)(descriptor);
}

// As on Linux, the descriptor is closed even if the call fails.
int close(int descriptor) {
    const char *path = openedPath(descriptor);
    bool isFailing = path && fails(CLOSE, path);
    forget(descriptor);
    int status = REAL(close)(descriptor);
    if (!isFailing) return status;
    errno = error;
    return -1;
}

int rename(const char *from, const char *to) {
    FAIL_ON_PATH(RENAME, to, -1);
    return REAL(rename)(from, to);
}

int renameat(int base, const char *from, int toBase, const char *to) {
    FAIL_ON_PATH(RENAME, to, -1);
    return REAL(renameat)(base, from, toBase, to);
}

int link(const char *from, const char *to) {
    FAIL_ON_PATH(RENAME, to, -1);
    return REAL(link)(from, to);
}

void *mmap(void *address, size_t size, int protection, int flags, int descriptor, off_t offset) {
    FAIL_ON_DESCRIPTOR(MMAP, descriptor, MAP_FAILED);
    return REAL(mmap)(address, size, protection, flags, descriptor, offset);
}

int stat(const char *path, struct stat *status) {
    FAIL_ON_PATH(STAT, path, -1);
    return REAL(stat)(path, status);
}

int lstat(const char *path, struct stat *status) {
    FAIL_ON_PATH(STAT, path, -1);
    return REAL(lstat)(path, status);
}

int fstat(int descriptor, struct stat *status) {
    FAIL_ON_DESCRIPTOR(STAT, descriptor, -1);
    return REAL(fstat)(descriptor, status);
}

int access(const char *path, int mode) {
    FAIL_ON_PATH(STAT, path, -1);
    return REAL(access)(path, mode);
}

int mkdir(const char *path, mode_t permissions) {
    FAIL_ON_PATH(MKDIR, path, -1);
    return REAL(mkdir)(path, permissions);
}

DIR *opendir(const char *path) {
    bool isOurs = lies(path);
    if (isOurs && fails(OPENDIR, path)) return NULL;
    DIR *stream = REAL(opendir)(path);
    if (stream && isOurs) remember(dirfd(stream), path);
    return stream;
}

struct dirent *readdir(DIR *stream) {
    FAIL_ON_DESCRIPTOR(READDIR, dirfd(stream), NULL);
    return REAL(readdir)(stream);
}

int closedir(DIR *stream) {
    forget(dirfd(stream));
    return REAL(closedir)(stream);
}

int unlink(const char *path) {
    FAIL_ON_PATH(UNLINK, path, -1);
    return REAL(unlink)(path);
}

int rmdir(const char *path) {
    FAIL_ON_PATH(UNLINK, path, -1);
    return REAL(rmdir)(path);
}

int ftruncate(int descriptor, off_t size) {
    FAIL_ON_DESCRIPTOR(FTRUNCATE, descriptor, -1);
    return REAL(ftruncate)(descriptor, size);
}

int flock(int descriptor, int operation) {
    FAIL_ON_DESCRIPTOR(LOCK, descriptor, -1);
    return REAL(flock)(descriptor, operation);
}

int fcntl(int descriptor, int operation, ...) {
    va_list more;
    va_start(more, operation);
    void *argument = va_arg(more, void *);
    va_end(more);
    bool isLock = operation == F_SETLK || operation == F_SETLKW || operation == F_OFD_SETLK || operation == F_OFD_SETLKW;
    if (isLock) FAIL_ON_DESCRIPTOR(LOCK, descriptor, -1);
    return REAL(fcntl)(descriptor, operation, argument);
}

int fchmod(int descriptor, mode_t permissions) {
    FAIL_ON_DESCRIPTOR(CHMOD, descriptor, -1);
    return REAL(fchmod)(descriptor, permissions);
}

int chmod(const char *path, mode_t permissions) {
    FAIL_ON_PATH(CHMOD, path, -1);
    return REAL(chmod)(path, permissions);
}

int fchown(int descriptor, uid_t owner, gid_t group) {
    FAIL_ON_DESCRIPTOR(CHMOD, descriptor, -1);
    return REAL(fchown)(descriptor, owner, group);
}

char *realpath(const char *path, char *resolved) {
    FAIL_ON_PATH(REALPATH, path, NULL);
    return REAL(realpath)(path, resolved);
}
