// Preloaded into a program of ours: counts its allocations, its statements and its round trips to the database, in a
// file that the benchmark reads.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ALLOCATIONS, STATEMENTS, ROUND_TRIPS, COUNTERS };

static _Atomic uint64_t before_open[COUNTERS];
static _Atomic uint64_t *counts = before_open;

__attribute__((constructor)) static void open_counters(void) {
    const char *path = getenv("BENCH_COUNTS");
    int file = path ? open(path, O_RDWR | O_CREAT, 0600) : -1;
    if (file < 0 || ftruncate(file, sizeof before_open) != 0) return;
    void *shared = mmap(NULL, sizeof before_open, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED) counts = shared;
    close(file);
}

static void add(int what) { atomic_fetch_add_explicit(&counts[what], 1, memory_order_relaxed); }

// glibc's own entry points, so that no look-up is needed before the first allocation.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

void *malloc(size_t size) {
    add(ALLOCATIONS);
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    add(ALLOCATIONS);
    return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
    add(ALLOCATIONS);
    return __libc_realloc(old, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    add(ALLOCATIONS);
    *result = __libc_memalign(alignment, size);
    return *result ? 0 : 12;
}

void *aligned_alloc(size_t alignment, size_t size) {
    add(ALLOCATIONS);
    return __libc_memalign(alignment, size);
}

// BEGIN and COMMIT are statements, too: sent without values.
int PQsendQueryParams(PGconn *connection, const char *text, int number, const Oid *types, const char *const *values,
                      const int *lengths, const int *formats, int format) {
    static int (*next)(PGconn *, const char *, int, const Oid *, const char *const *, const int *, const int *, int);
    if (!next) next = (typeof(next))dlsym(RTLD_NEXT, "PQsendQueryParams");
    add(STATEMENTS);
    return next(connection, text, number, types, values, lengths, formats, format);
}

int PQsendQueryPrepared(PGconn *connection, const char *name, int number, const char *const *values,
                        const int *lengths, const int *formats, int format) {
    static int (*next)(PGconn *, const char *, int, const char *const *, const int *, const int *, int);
    if (!next) next = (typeof(next))dlsym(RTLD_NEXT, "PQsendQueryPrepared");
    add(STATEMENTS);
    return next(connection, name, number, values, lengths, formats, format);
}

int PQpipelineSync(PGconn *connection) {
    static int (*next)(PGconn *);
    if (!next) next = (typeof(next))dlsym(RTLD_NEXT, "PQpipelineSync");
    add(ROUND_TRIPS);
    return next(connection);
}
