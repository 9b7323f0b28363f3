/* Preloaded into the program under test: delays the network at a time that a test selects.
 *
 * SLOW_CONNECT_MS=N waits after a connection was established, SLOW_SEND_MS=N before each write to a
 * socket, so that data which the peer sends in this time has arrived.
 */
/* With GNU's extensions connect() takes a union, and cannot be defined in ISO C. */
#undef _GNU_SOURCE
#define _DEFAULT_SOURCE

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void wait_for(const char *name)
{
    const char *ms = getenv(name);
    char *end;
    if (ms)
        poll(NULL, 0, (int)strtol(ms, &end, 10));
}

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int const result = (int)syscall(SYS_connect, fd, address, size);
    int const error = errno;
    wait_for("SLOW_CONNECT_MS");
    errno = error;
    return result;
}

ssize_t send(int fd, const void *bytes, size_t size, int flags)
{
    wait_for("SLOW_SEND_MS");
    return syscall(SYS_sendto, fd, bytes, size, flags, NULL, 0);
}
