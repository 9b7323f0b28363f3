/* Preloaded into the program under test: its n-th allocation fails, or also all later ones.
 *
 * FAIL_AT=N counts from 1; FAIL_ON=1 makes all later allocations fail, too. With FAIL_COUNT=FILE
 * nothing fails, and the number of allocations is written to FILE when the program ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

static atomic_ulong made;
static unsigned long fail_at;
static bool fails_on, is_started;

__attribute__((constructor)) static void start(void)
{
    const char *at = getenv("FAIL_AT");
    fails_on = getenv("FAIL_ON") != NULL;
    fail_at = at ? strtoul(at, NULL, 10) : 0;
    made = 0; /* do not count allocations of the loader */
    is_started = true;
}

__attribute__((destructor)) static void report(void)
{
    const char *path = getenv("FAIL_COUNT");
    int const fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (fd < 0)
        return;
    dprintf(fd, "%lu\n", (unsigned long)made);
    close(fd);
}

static bool fails(void)
{
    if (!is_started)
        return false;
    unsigned long const number = atomic_fetch_add(&made, 1) + 1;
    bool const is_now = fail_at && (fails_on ? number >= fail_at : number == fail_at);
    if (is_now)
        errno = ENOMEM;
    return is_now;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    return fails() ? NULL : __libc_realloc(memory, size);
}
