#include "cli/process.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/digest.h"
#include "lang/json/json.h"

/* The only global state of the program, because a signal handler takes no user parameter. */
static volatile sig_atomic_t stop_count, first_signal;
static int wake[2] = {-1, -1};

static void on_signal(int number)
{
    if (!first_signal)
        first_signal = number;
    if (stop_count < 2)
        stop_count++;
    ssize_t const written = write(wake[1], "", 1);
    (void)written; /* a full pipe wakes the reader as well */
}

/* Otherwise a report could get the descriptor of a closed standard stream. The replacement is
 * opened for reading, so that writing to it fails. */
static void open_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) != fd)
            return; /* /dev/null is missing */
}

void ct_process_start(void)
{
    struct rlimit const no_core = {0, 0};
    open_standard_streams();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    unsetenv("SSLKEYLOGFILE");
    setrlimit(RLIMIT_CORE, &no_core);
#ifndef CT_ARENA_DEBUG /* the leak checker reads the memory of the process */
    prctl(PR_SET_DUMPABLE, 0);
#endif
    ct_digest_start();
    json_set_alloc_funcs(ct_malloc, free); /* running out of memory ends the process */
}

void ct_process_catch_signals(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    if (pipe2(wake, O_CLOEXEC | O_NONBLOCK))
        return; /* signals are still counted, but noticed a little later */
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction before;
        sigaction(numbers[i], NULL, &before);
        if (before.sa_handler != SIG_IGN) /* ignored by nohup */
            sigaction(numbers[i], &action, NULL);
    }
}

const volatile sig_atomic_t *ct_process_stop(void)
{
    return &stop_count;
}

int ct_process_signal(void)
{
    return first_signal;
}

int ct_process_wake_fd(void)
{
    return wake[0];
}
