/* process.h - the process: signals and file descriptors.
 *
 * The state is that of the process: there is one counter and one descriptor. Only the thread of
 * main() calls these functions; the signal handler itself does nothing but count and write a byte.
 */
#ifndef CT_CLI_PROCESS_H
#define CT_CLI_PROCESS_H

#include <signal.h>

/* Prepares the process; main() calls it first. Opens descriptors 0 to 2 if they are closed, ignores
 * SIGPIPE and SIGXFSZ, disables core dumps and the log of TLS keys, and makes jansson use
 * ct_malloc(). */
void ct_process_start(void);

/* From now on SIGINT, SIGTERM and SIGHUP are counted instead of ending the process. A signal that
 * was ignored before, as by nohup, stays ignored. */
void ct_process_catch_signals(void);

/* Returns a counter of the signals received, at most 2: 1 ends the run, 2 also its clean-up. It
 * changes at any time, and is valid until the process ends. */
const volatile sig_atomic_t *ct_process_stop(void);

/* Returns the number of the first signal received; 0: none. */
int ct_process_signal(void);

/* Returns a descriptor that becomes readable when a signal is received; -1 before
 * ct_process_catch_signals(). Do not read from it or close it. */
int ct_process_wake_fd(void);

#endif
